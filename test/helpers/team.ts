/** For tests of rights: a group called `team` that ada owns and bob is in; carol is not. */
import {startTestServer} from './test-server.ts';
import {signUp, type WireAccount} from './wire-client.ts';

/** In base64: begins as a picture does, and that is all that the server looks at. */
export const png = Buffer.concat([
	Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
	Buffer.alloc(51),
]).toString('base64');

export const startTeam = async (settings: object = {}, members: readonly string[] = ['bob']) => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	const carol = await signUp(server, 'carol');
	const {conversation} = await ada.request('create-group', {
		name: 'team',
		members: [...members],
		settings,
	});
	const makeAdmin = () => ada.request('claim-admin', {code: server.server.adminCode ?? ''});
	return {server, ada, bob, carol, team: conversation.id, makeAdmin};
};

export const send = (client: WireAccount, conversation: number, text: string, more: object = {}) =>
	client.request('send-message', {conversation, id: crypto.randomUUID(), text, ...more});

/** The code that a message is refused with, or `done`. */
export const sendCode = (
	client: WireAccount,
	conversation: number,
	text: string,
	more: object = {},
) => client.codeOf('send-message', {conversation, id: crypto.randomUUID(), text, ...more});

/** The direct conversation of somebody with these people. */
export const openDirect = async (
	client: WireAccount,
	...members: [string, ...string[]]
): Promise<number> => {
	const {conversation} = await client.request('open-direct', {members});
	return conversation.id;
};
