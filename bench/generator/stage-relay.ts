/** Sets a scenario up on the floor: connections only, known to the relay by the order in which they came. */
import {everybody, relayFrame, requestIdOffset} from '../floors/relay-frame.ts';
import {type Address, type Connection, openConnection} from './connection.ts';
import {bodyBytes, connectionCount, type Scenario} from './scenario.ts';
import type {Sender, Stage} from './stage.ts';

const body = Buffer.alloc(bodyBytes, 'x');

const relaySender = (options: {
	connection: Connection;
	witness: Connection;
	receiver: number;
}): Sender => {
	const {connection, witness, receiver} = options;
	const template = relayFrame({requestId: 0, receiver, body});
	return {
		connection,
		witness,
		nextFrame(requestId) {
			const frame = Buffer.from(template);
			frame.writeUInt32BE(requestId, requestIdOffset);
			return frame;
		},
	};
};

/** The end of a send shows where the message arrives: at the sender's own copy, or at the other of the pair. */
export const stageRelay = async (address: Address, scenario: Scenario): Promise<Stage> => {
	const connections: Connection[] = [];
	for (let opened = 0; opened < connectionCount(scenario); opened += 1) {
		connections.push(await openConnection(address));
	}

	if (scenario.kind === 'group') {
		const senders = connections
			.slice(0, scenario.senders)
			.map(connection => relaySender({connection, witness: connection, receiver: everybody}));
		return {connections, senders, copies: scenario.members};
	}

	const senders = connections.slice(0, scenario.pairs).flatMap((connection, pair) => {
		const receiver = scenario.pairs + pair;
		const witness = connections[receiver];
		return witness ? [relaySender({connection, witness, receiver})] : [];
	});
	return {connections, senders, copies: 1};
};
