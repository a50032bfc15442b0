/** Whether it is the person again who asks: for what a borrowed session must not do. */
import {ProtocolError} from '../protocol/errors.ts';
import {attempt} from './attempt.ts';
import type {Session} from './session.ts';
import type {AccountRow} from './store/rows.ts';
import type {Transaction} from './store/store.ts';

/** An account whose password was right, and the hash that it was checked against. */
export type Verified = {readonly id: number; readonly passwordHash: string};

/** Guesses count for the device alone: what strangers guess at does not keep a person from it. @throws {ProtocolError} `wrong-credentials`, `rate-limited`, `busy` */
export const checkOwnPassword = async (session: Session, password: string): Promise<Verified> => {
	const {id} = session.requireAccount();
	const {store, passwords, throttles} = session.context;
	const guesser = `device ${session.device}`;
	return attempt([[throttles.guesser, guesser]], async () => {
		const passwordHash = await store.read(({accounts}) => accounts.getPasswordHash(id));
		if (passwordHash === '' || !(await passwords.verify(passwordHash, password))) {
			throw new ProtocolError('wrong-credentials', 'This is not your password.');
		}

		return {id, passwordHash};
	});
};

/**
 * The account as it is now. While a password is checked, another device may change it or delete the account:
 * then what was checked means nothing any more.
 *
 * @throws {ProtocolError} `wrong-credentials`
 */
export const requireVerified = async (
	{accounts}: Transaction,
	{id, passwordHash}: Verified,
): Promise<AccountRow> => {
	const account = await accounts.get(id);
	if (
		account === undefined ||
		account.isDeleted ||
		(await accounts.getPasswordHash(id)) !== passwordHash
	) {
		throw new ProtocolError('wrong-credentials');
	}

	return account;
};

/** @throws {ProtocolError} `password-weak` */
export const checkNewPassword = (password: string, lengthMin: number): void => {
	if (password.length < lengthMin) {
		throw new ProtocolError('password-weak', `A password has at least ${lengthMin} characters.`);
	}
};
