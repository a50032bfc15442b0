/** `hello`: both sides tell what they speak. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {frameVersion} from '../../protocol/frame.ts';
import {limits} from '../../protocol/limits.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `unsupported-version` */
export const hello = (
	{context}: Session,
	{versions}: CommandRequest<'hello'>,
): CommandReply<'hello'> => {
	if (!versions.includes(frameVersion)) {
		throw new ProtocolError('unsupported-version', `This server speaks version ${frameVersion}.`);
	}

	return {
		version: frameVersion,
		server: {name: context.serverName, software: 'chat-tui'},
		epoch: context.store.epoch,
		registration: context.registration,
		features: [],
		heartbeatMs: limits.heartbeatMs,
	};
};
