/** Sets a scenario up on a chat-tui server: registers everybody and makes the group or the pairs. */
import {v7 as newMessageId} from 'uuid';
import {encodeRequest} from '../../source/protocol/codec.ts';
import {requestIdOffset} from '../floors/relay-frame.ts';
import {type Address, type Connection, openConnection, spread} from './connection.ts';
import {bodyBytes, connectionCount, type Scenario} from './scenario.ts';
import type {Sender, Stage} from './stage.ts';

export const password = 'bench-password';
const text = 'x'.repeat(bodyBytes);
const idCharacters = 36;

/** Encodes a send once; each message then changes only its two ids. */
export const sendMessageFrames = (conversation: number): ((requestId: number) => Buffer) => {
	const firstId = newMessageId();
	const template = encodeRequest('msgpack', 1, 'send-message', {conversation, id: firstId, text});
	const idOffset = template.indexOf(firstId);
	return requestId => {
		const frame = Buffer.from(template);
		frame.writeUInt32BE(requestId, requestIdOffset);
		frame.write(newMessageId(), idOffset, idCharacters, 'latin1');
		return frame;
	};
};

export const greet = async (address: Address): Promise<Connection> => {
	const connection = await openConnection(address);
	await connection.request('hello', {versions: [1], software: 'chat-tui bench', features: []});
	return connection;
};

export const register = async (address: Address, name: string): Promise<Connection> => {
	const connection = await greet(address);
	await connection.request('register', {name, password, device: 'bench'});
	return connection;
};

/** Another device of the account, and what it can come back with. */
export const logInForToken = async (
	address: Address,
	name: string,
): Promise<{connection: Connection; token: string}> => {
	const connection = await greet(address);
	const {token} = await connection.request('log-in', {name, password, device: 'bench'});
	return {connection, token};
};

export const logIn = async (address: Address, name: string): Promise<Connection> =>
	(await logInForToken(address, name)).connection;

const stageSender = (connection: Connection, conversation: number): Sender => ({
	connection,
	witness: connection,
	nextFrame: sendMessageFrames(conversation),
});

/** Everybody's own copy of what they write counts too: each of the pair gets one. */
const stagePairs = async (connections: readonly Connection[], pairs: number): Promise<Stage> => {
	const senders: Sender[] = [];
	for (const [pair, connection] of connections.slice(0, pairs).entries()) {
		const members = [`member-${pairs + pair}`];
		const {conversation} = await connection.request('open-direct', {members});
		senders.push(stageSender(connection, conversation.id));
	}

	return {connections, senders, copies: 2};
};

const stageGroup = async (
	connections: readonly Connection[],
	scenario: Scenario & {kind: 'group'},
): Promise<Stage> => {
	const [owner] = connections;
	const members = connections.slice(1).map((_, index) => `member-${index + 1}`);
	if (!owner) {
		throw new Error('A group has at least one member.');
	}

	const {conversation} = await owner.request('create-group', {name: 'bench', members});
	const senders = connections
		.slice(0, scenario.senders)
		.map(connection => stageSender(connection, conversation.id));
	return {connections, senders, copies: scenario.members};
};

export const stageChatTui = async (address: Address, scenario: Scenario): Promise<Stage> => {
	const connections: Connection[] = [];
	for (let number = 0; number < connectionCount(scenario); number += 1) {
		connections.push(await register(spread(address, number), `member-${number}`));
	}

	const stage =
		scenario.kind === 'group'
			? await stageGroup(connections, scenario)
			: await stagePairs(connections, scenario.pairs);
	for (const connection of connections) {
		await connection.request('ping', {});
	}

	return stage;
};
