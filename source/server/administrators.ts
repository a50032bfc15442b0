/** What only administrators do, and the record of it. */
import type {Profile} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';
import type {Session} from './session.ts';
import type {AccountRow, AuditRow} from './store/rows.ts';
import type {Transaction} from './store/store.ts';

/** @throws {ProtocolError} `forbidden` */
export const requireAdmin = async ({accounts}: Transaction, session: Session): Promise<Profile> => {
	const {id, name} = session.requireAccount();
	if (!(await accounts.get(id))?.isAdmin) {
		throw new ProtocolError('forbidden', 'Only administrators of the server do that.');
	}

	return {id, name};
};

/** Somebody else, who is no administrator. @throws {ProtocolError} `not-found`, `forbidden` */
export const requireCulprit = async (
	{accounts}: Transaction,
	name: string,
	by: Profile,
): Promise<AccountRow> => {
	const plain = name.replace(/^@/, '');
	const account = await accounts.findByName(plain);
	if (account === undefined || account.isDeleted) {
		throw new ProtocolError('not-found', `There is nobody called ${plain}.`);
	}

	if (account.id === by.id) {
		throw new ProtocolError('forbidden', 'You cannot do that to yourself.');
	}

	if (account.isAdmin) {
		throw new ProtocolError(
			'forbidden',
			`${account.name} is an administrator: take that away first.`,
		);
	}

	return account;
};

/** What the account is writing anywhere is stored first: once the work is done, nothing more of it is. */
export const interrupt = async (
	{entries, members}: Transaction,
	account: number,
): Promise<void> => {
	for (const {log} of await members.listHeads(account)) {
		await entries.lock(log);
	}
};

/** Stands in the same transaction as the act. */
export const recordAct = async (
	{audit}: Transaction,
	by: Profile,
	record: Omit<AuditRow, 'by'>,
): Promise<void> => {
	await audit.add({by: by.name, ...record});
};
