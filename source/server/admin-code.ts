/** The one-time code with which the first administrator is made; only its hash is kept. */
import {createSecretCode, hashSecretCode} from './secret-code.ts';
import type {Store, Transaction} from './store/store.ts';

const hashSetting = 'admin-code-hash';
const madeSetting = 'admin-code-made';

/** Makes the code on the first start; `undefined` on all later ones. */
export const makeAdminCode = (store: Store): Promise<string | undefined> => {
	const code = createSecretCode();
	return store.transact(async ({settings}) => {
		if ((await settings.get(madeSetting)) !== undefined) {
			return undefined;
		}

		await settings.set(madeSetting, new Date().toISOString());
		await settings.set(hashSetting, hashSecretCode(code).toString('base64'));
		return code;
	});
};

export const isAdminCode = async ({settings}: Transaction, code: string): Promise<boolean> =>
	(await settings.get(hashSetting)) === hashSecretCode(code).toString('base64');

export const forgetAdminCode = async ({settings}: Transaction): Promise<void> => {
	await settings.remove(hashSetting);
};
