/** Fills a server with the people, conversations and messages that the client's figures are measured with. */
import {v7 as newMessageId} from 'uuid';
import {
	accountName,
	contactNames,
	groupNames,
	messagesPerConversation,
	messageText,
} from '../client/picture.ts';
import type {Address, Connection} from './connection.ts';
import {register} from './stage-chat-tui.ts';

/** Sends at the same time; below the server's limit for one connection. */
const window = 100;

const sendHistory = async (
	sender: Connection,
	conversation: number,
	messages: number,
): Promise<void> => {
	for (let first = 1; first <= messages; first += window) {
		const count = Math.min(window, messages - first + 1);
		await Promise.all(
			Array.from({length: count}, (_, index) =>
				sender.request('send-message', {
					conversation,
					id: newMessageId(),
					text: messageText(first + index),
				}),
			),
		);
	}
};

/** Everybody but the measured account writes; each group belongs to one of the contacts. */
export const seedHistory = async (address: Address): Promise<void> => {
	const account = await register(address, accountName);
	const contacts: Connection[] = [];
	for (const name of contactNames) {
		contacts.push(await register(address, name));
	}

	account.close();
	const histories = contacts.map(async (contact, index) => {
		const direct = await contact.request('open-direct', {members: [accountName]});
		await sendHistory(contact, direct.conversation.id, messagesPerConversation);
		const name = groupNames[index] ?? '';
		const group = await contact.request('create-group', {name, members: [accountName]});
		await sendHistory(contact, group.conversation.id, messagesPerConversation);
	});
	await Promise.all(histories);
	for (const contact of contacts) {
		contact.close();
	}
};
