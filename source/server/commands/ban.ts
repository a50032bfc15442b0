/** `ban`: an account, an address or a range of addresses may not use the server; whoever it means is disconnected. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {parseAddressRange} from '../address-ranges.ts';
import {interrupt, recordAct, requireAdmin, requireCulprit} from '../administrators.ts';
import {isWithin} from '../bans.ts';
import {describeRestriction, restrict} from '../restrictions.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';

/** What is stored of the target. @throws {ProtocolError} `not-found`, `forbidden`, `bad-payload` */
const findTarget = async (
	transaction: Transaction,
	target: string,
	by: {id: number; name: string; address: string},
): Promise<{target: string; account?: number}> => {
	if (target.startsWith('@')) {
		const {id, name, log} = await requireCulprit(transaction, target, by);
		// A log-in that is under way ends first, and its connection with the others.
		await transaction.entries.lock(log);
		await interrupt(transaction, id);
		return {target: `@${name}`, account: id};
	}

	if (parseAddressRange(target) === undefined) {
		throw new ProtocolError(
			'bad-payload',
			`"${target}" is neither @name nor an address (10.0.0.7) nor a range (10.0.0.0/24).`,
		);
	}

	if (isWithin(target, by.address)) {
		throw new ProtocolError('forbidden', `You are connected from ${by.address} yourself.`);
	}

	return {target};
};

/** Nobody can lock themselves out by it. @throws {ProtocolError} `forbidden`, `not-found`, `bad-payload` */
export const ban = async (
	session: Session,
	{target, forMs, reason}: CommandRequest<'ban'>,
): Promise<CommandReply<'ban'>> => {
	const {store, addressBans} = session.context;
	const restriction = restrict(forMs, reason);
	await store.transact(async transaction => {
		const by = await requireAdmin(transaction, session);
		const found = await findTarget(transaction, target, {...by, address: session.address});
		await transaction.bans.removeExpired(Date.now());
		await transaction.bans.set({...found, ...restriction, by: by.name, at: Date.now()});
		const detail = describeRestriction(restriction).trim();
		await recordAct(transaction, by, {act: 'ban', target: found.target, detail});
		await transaction.order(
			found.account === undefined
				? {act: 'load-bans'}
				: {act: 'kick', account: found.account, reason: 'You were banned from this server.'},
		);
	});
	await addressBans.load(store);
	return {};
};
