/** What `get-account` tells → state: replaces what was known of the account. */
import type {CommandReply} from '../../protocol/commands.ts';
import type {StateDraft} from '../state-draft.ts';

export const applyAccount = (draft: StateDraft, told: CommandReply<'get-account'>): void => {
	for (const {account} of told.friends) {
		draft.putPerson(account);
	}

	for (const {id, name} of told.blocked) {
		draft.putPerson({...draft.people.get(id), id, name});
	}

	draft.putPerson(told.account);
	draft.patch({
		account: told.account,
		presence: told.presence,
		preferences: told.preferences,
		talkBan: told.talkBan,
		friends: new Map(told.friends.map(({account, friendship}) => [account.id, friendship])),
		blocked: new Set(told.blocked.map(({id}) => id)),
	});
};
