/** Friends and requests: both sides have a row and an entry, and presence follows friendship. */
import type {Profile} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {describePeople} from './describe-person.ts';
import {findAccounts} from './membership.ts';
import type {Session} from './session.ts';
import type {AccountRow} from './store/rows.ts';
import type {Transaction} from './store/store.ts';

export type Pair = {readonly own: AccountRow; readonly other: AccountRow};

/** The asker and the one who is named. @throws {ProtocolError} `not-found`, `forbidden` for oneself */
export const findPair = async (
	transaction: Transaction,
	session: Session,
	name: string,
): Promise<Pair> => {
	const [found] = await findAccounts(transaction, [name]);
	const own = await transaction.accounts.get(session.requireAccount().id);
	const other = found && (await transaction.accounts.get(found.id));
	if (own === undefined || other === undefined) {
		throw new ProtocolError('not-found');
	}

	if (own.id === other.id) {
		throw new ProtocolError('forbidden', 'That is yourself.');
	}

	return {own, other};
};

export const profileOf = ({id, name}: Profile): Profile => ({id, name});

/** @throws {ProtocolError} `limit-exceeded` */
export const checkRoom = async ({relations}: Transaction, account: AccountRow): Promise<void> => {
	if ((await relations.count(account.id, false)) >= limits.friendsMax) {
		throw new ProtocolError('limit-exceeded', `${account.name} has too many friends.`);
	}
};

/** Whether they may see each other's presence. */
export const areContacts = async ({members}: Transaction, {own, other}: Pair): Promise<boolean> =>
	(await members.listContacts(own.id, [other.id])).length > 0;

/** Each is shown how the other is now. */
export const introduce = async (
	transaction: Transaction,
	session: Session,
	{own, other}: Pair,
): Promise<void> => {
	const {hub, presence} = session.context;
	for (const [asker, person] of [
		[own, other],
		[other, own],
	] as const) {
		const options = {people: [person], asker: asker.id};
		const [described] = await describePeople(transaction, presence, options);
		if (described !== undefined) {
			transaction.afterCommit(() =>
				hub.signalAccounts([asker.id], 'person-changed', {person: described}),
			);
		}
	}
};

export const befriend = async (
	transaction: Transaction,
	session: Session,
	pair: Pair,
): Promise<void> => {
	const {relations, entries} = transaction;
	const {own, other} = pair;
	await relations.set(own.id, other.id, 'friend');
	await relations.set(other.id, own.id, 'friend');
	for (const [log, account] of [
		[own.log, profileOf(other)],
		[other.log, profileOf(own)],
	] as const) {
		await entries.append({log, kind: 'friend-added', content: {account}});
	}

	await introduce(transaction, session, pair);
};

/** Who could see each other's presence, and may not any more, sees the other go. */
export const partPresence = async (
	transaction: Transaction,
	session: Session,
	{own, other}: Pair,
): Promise<void> => {
	const {hub} = session.context;
	if (await areContacts(transaction, {own, other})) {
		return;
	}

	transaction.afterCommit(() => {
		hub.signalAccounts([own.id], 'presence-changed', {account: other.id, presence: 'offline'});
		hub.signalAccounts([other.id], 'presence-changed', {account: own.id, presence: 'offline'});
	});
};

/** Ends whatever is between them but blocks; who had nothing to end hears nothing. */
export const separate = async (transaction: Transaction, {own, other}: Pair): Promise<void> => {
	const {relations, entries} = transaction;
	for (const [one, two] of [
		[own, other],
		[other, own],
	] as const) {
		const relation = await relations.get(one.id, two.id);
		if (relation !== undefined && relation !== 'blocked') {
			await relations.remove(one.id, two.id);
			const content = {account: profileOf(two)};
			await entries.append({log: one.log, kind: 'friend-removed', content});
		}
	}
};
