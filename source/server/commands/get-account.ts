/** `get-account`: what all devices of the account share, beside its conversations. */
import type {CommandReply} from '../../protocol/commands.ts';
import type {Friend} from '../../protocol/entities.ts';
import {limits} from '../../protocol/limits.ts';
import {describePeople} from '../describe-person.ts';
import {isInForce} from '../restrictions.ts';
import type {Session} from '../session.ts';

/** Of very many friends the later ones are told by name and presence alone, so that all fit into one frame. */
const inBrief = (friends: readonly Friend[]): Friend[] => {
	let bytes = 0;
	return friends.map(friend => {
		bytes += Buffer.byteLength(JSON.stringify(friend));
		const {id, name, presence} = friend.account;
		return bytes <= limits.replyBytesMax
			? friend
			: {...friend, account: {id, name, ...(presence === undefined ? {} : {presence})}};
	});
};

export const getAccount = (session: Session): Promise<CommandReply<'get-account'>> => {
	const {id} = session.requireAccount();
	const {store, presence: board} = session.context;
	return store.read(async transaction => {
		const {accounts, relations, entries} = transaction;
		const own = await accounts.get(id);
		if (own === undefined) {
			throw new Error(`account ${id}, which is logged in, is not there`);
		}

		const related = await relations.list(id);
		const friendly = related.filter(({relation}) => relation !== 'blocked');
		const people = [own, ...friendly.map(({account}) => account)];
		const [account, ...others] = await describePeople(transaction, board, {people, asker: id});
		return {
			account: account ?? {id, name: own.name},
			head: (await entries.getHead(own.log)).seq,
			presence: own.presence,
			preferences: await accounts.getPreferences(id),
			friends: inBrief(
				others.flatMap((person, index) => {
					const friendship = friendly[index]?.relation;
					return friendship === undefined || friendship === 'blocked'
						? []
						: [{account: person, friendship}];
				}),
			),
			blocked: related
				.filter(({relation}) => relation === 'blocked')
				.map(({account: {id: other, name}}) => ({id: other, name})),
			...(isInForce(own.talkBan) ? {talkBan: own.talkBan} : {}),
		};
	});
};
