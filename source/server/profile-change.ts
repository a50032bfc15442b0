/** What follows when somebody shows themselves differently: their devices and those who may see them are told. */
import {describePerson} from './describe-person.ts';
import type {Session} from './session.ts';
import type {Transaction} from './store/store.ts';

export const tellProfile = async (transaction: Transaction, session: Session): Promise<void> => {
	const {id} = session.requireAccount();
	const {hub, presence} = session.context;
	const account = await transaction.accounts.get(id);
	if (account === undefined) {
		return;
	}

	const {profile, avatar, log} = account;
	const content = {...profile, ...(avatar === undefined ? {} : {avatar})};
	await transaction.entries.append({log, kind: 'profile-changed', content});
	const contacts = await transaction.members.listContacts(id);
	transaction.afterCommit(() => {
		const person = {...describePerson(account), presence: presence.presenceOf(id)};
		hub.signalAccounts(contacts, 'person-changed', {person});
	});
};
