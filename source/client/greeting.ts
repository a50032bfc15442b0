/** The first words on a connection: which version, which server. */
import type {CommandReply} from '../protocol/commands.ts';
import {frameVersion} from '../protocol/frame.ts';
import type {Connection} from './connection.ts';

export type Hello = CommandReply<'hello'>;

/** @throws {ProtocolError} `unsupported-version` */
export const sayHello = (connection: Connection): Promise<Hello> =>
	connection.request('hello', {versions: [frameVersion], software: 'chat-tui', features: []});
