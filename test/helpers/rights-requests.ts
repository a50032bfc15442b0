/** For tables of rights: how each command is asked, rightly but for who asks, and of whom or what. */
import type {CommandName, CommandRequest} from '../../source/protocol/commands.ts';
import type {Places} from './rights-world.ts';
import {png} from './team.ts';
import {password, type WireClient} from './wire-client.ts';
import {idOf, makeBytes} from './wire-files.ts';

/** What a request is made of: whom and what it means, and who asks. */
export type Question = {
	readonly places: Places;
	readonly client: WireClient;
	/** A conversation, of which `message` is one. */
	readonly conversation: number;
	readonly message: {conversation: number; seq: number};
	/** Of a person. */
	readonly name: string;
};

type Requests = {
	readonly [Name in CommandName]: (
		question: Question,
	) => CommandRequest<Name> | Promise<CommandRequest<Name>>;
};

const bytes = makeBytes(50, 2);
const beginUpload = async (client: WireClient): Promise<{upload: number; data: Buffer}> => {
	const {upload} = await client.request('start-upload', {file: idOf(bytes), size: bytes.length});
	return {upload, data: bytes};
};
const newPassword = 'another good one';

export const requests: Requests = {
	hello: () => ({versions: [1], software: 'test', features: []}),
	ping: () => ({}),
	register: () => ({name: 'newcomer', password, device: 'test'}),
	'log-in': () => ({name: 'mate', password, device: 'test'}),
	resume: () => ({token: 'none'}),
	'log-out': () => ({}),
	'list-devices': () => ({}),
	'revoke-device': async ({client}) => {
		const {devices} = await client.request('list-devices', {});
		return {device: devices[0]?.id ?? 0};
	},
	'get-account': () => ({}),
	'set-profile': () => ({status: 'reading'}),
	'set-avatar': () => ({picture: png}),
	'fetch-picture': ({places: {picture}}) => ({picture}),
	'set-presence': () => ({presence: 'busy'}),
	'change-password': () => ({current: password, password: newPassword}),
	'delete-account': () => ({password}),
	'set-preferences': () => ({keywords: ['tea']}),
	'list-conversations': () => ({}),
	'fetch-entries': async ({client, conversation}) => {
		const {epoch} = await client.request('hello', {versions: [1], software: '', features: []});
		return {log: conversation, epoch};
	},
	'mark-read': ({message}) => message,
	'mark-delivered': ({message}) => message,
	'set-notifications': ({conversation}) => ({conversation, level: 'none'}),
	'set-retention': ({conversation}) => ({conversation, retentionMs: 604_800_000}),
	'send-message': ({conversation}) => ({conversation, id: crypto.randomUUID(), text: 'hello'}),
	'edit-message': ({message}) => ({...message, text: 'another text'}),
	'recall-message': ({message}) => message,
	'hide-message': ({message}) => message,
	'react-to-message': ({message}) => ({...message, emoji: '👍', isOn: true}),
	'pin-message': ({message}) => ({...message, isOn: true}),
	reflect: () => ({text: 'echo'}),
	'set-typing': ({conversation}) => ({conversation, typing: true}),
	'start-upload': () => ({file: idOf(bytes), size: bytes.length}),
	'write-chunk': async ({client}) => ({...(await beginUpload(client)), offset: 0}),
	'finish-upload': async ({client}) => {
		const {upload, data} = await beginUpload(client);
		await client.request('write-chunk', {upload, offset: 0, data});
		return {upload};
	},
	'cancel-upload': () => ({file: idOf(bytes)}),
	'fetch-chunk': ({message}) => ({...message, offset: 0, length: 10}),
	'list-files': ({conversation}) => ({conversation}),
	'list-people': () => ({}),
	'get-person': ({name}) => ({name}),
	'request-friend': ({name}) => ({name}),
	'answer-friend': ({name}) => ({name, accept: true}),
	'remove-friend': ({name}) => ({name}),
	'block-account': ({name}) => ({name}),
	'unblock-account': ({name}) => ({name}),
	'open-direct': ({name}) => ({members: [name]}),
	'create-group': ({name}) => ({name: 'crew', members: [name]}),
	'join-group': () => ({name: 'team'}),
	'list-groups': () => ({}),
	'change-group': ({conversation}) => ({conversation, topic: 'tea'}),
	'set-group-picture': ({conversation}) => ({conversation, picture: png}),
	'delete-group': ({conversation}) => ({conversation}),
	'create-group-invitation': ({conversation}) => ({conversation}),
	'revoke-group-invitations': ({conversation}) => ({conversation}),
	'leave-group': ({conversation}) => ({conversation}),
	'invite-member': ({conversation, name}) => ({conversation, name}),
	'remove-member': ({conversation, name}) => ({conversation, name}),
	'set-member-role': ({conversation, name}) => ({conversation, name, role: 'admin'}),
	'mute-member': ({conversation, name}) => ({conversation, name}),
	'unmute-member': ({conversation, name}) => ({conversation, name}),
	'ban-member': ({conversation, name}) => ({conversation, name}),
	'unban-member': ({conversation, name}) => ({conversation, name}),
	'list-member-bans': ({conversation}) => ({conversation}),
	'list-members': ({conversation}) => ({conversation}),
	'claim-admin': () => ({code: 'a guess'}),
	'create-invitation': () => ({}),
	'set-admin': ({name}) => ({name, isAdmin: true}),
	'kick-account': ({name}) => ({name}),
	'ban-talk': ({name}) => ({name}),
	'unban-talk': ({name}) => ({name}),
	ban: ({name}) => ({target: `@${name}`}),
	unban: ({name}) => ({target: `@${name}`}),
	'list-bans': () => ({}),
	'list-audit': () => ({}),
	'get-stats': () => ({}),
	'shut-down': () => ({inMs: 60_000}),
	'change-server': () => ({recallMs: 1_000}),
};

/** What a command says to the question: a code, or `done`. */
export const answerOf = async (command: CommandName, question: Question): Promise<string> => {
	const body = await requests[command](question);
	return question.client.codeOf(command, body as never);
};
