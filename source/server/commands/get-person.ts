/** `get-person`: one account, as the asker may see it. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {describePeople} from '../describe-person.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-found` */
export const getPerson = (
	session: Session,
	{name}: CommandRequest<'get-person'>,
): Promise<CommandReply<'get-person'>> => {
	const {id} = session.requireAccount();
	const {store, presence} = session.context;
	return store.read(async transaction => {
		const plain = name.replace(/^@/, '');
		const account = await transaction.accounts.findByName(plain);
		const people = account === undefined || account.isDeleted ? [] : [account];
		const [person] = await describePeople(transaction, presence, {people, asker: id});
		if (person === undefined) {
			throw new ProtocolError('not-found', `There is nobody called ${plain}.`);
		}

		return {person};
	});
};
