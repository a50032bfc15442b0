/** What is logged and counted of sessions: who came, what was refused, how they went. No word of what people write. */
import type {CommandName} from '../protocol/commands.ts';
import {ProtocolError} from '../protocol/errors.ts';
import type {Session} from './session.ts';

const logIns: readonly CommandName[] = ['register', 'log-in', 'resume'];

export const recordOpened = ({id, address, context}: Session): void => {
	context.metrics.opened.inc();
	context.logger.debug({connection: id, address}, 'connection opened');
};

export const recordAnswered = (session: Session, command: CommandName): void => {
	if (logIns.includes(command)) {
		const {id, address, account, device, context} = session;
		const level = command === 'resume' ? 'debug' : 'info';
		context.logger[level]({connection: id, address, account: account?.name, device}, command);
	}
};

/** Returns the refusal that the peer is told. */
export const recordRefused = (
	{id, address, context}: Session,
	error: unknown,
	command?: CommandName,
): ProtocolError => {
	const {logger, metrics} = context;
	const refusal = error instanceof ProtocolError ? error : new ProtocolError('internal');
	const {code} = refusal;
	metrics.refusals.inc({code});
	if (refusal !== error) {
		logger.error({err: error, connection: id, command}, 'a command failed');
	} else if (code === 'storage-full' && refusal.cause !== undefined) {
		logger.error({err: error, connection: id, command}, 'the disk is full or fails');
	} else if (command !== undefined && logIns.includes(command)) {
		metrics.logInFailures.inc({code});
		logger.warn({connection: id, address, command, code}, 'log-in refused');
	} else {
		logger.debug({connection: id, command, code}, 'refused');
	}

	return refusal;
};

/** The server gives a connection up. */
export const recordDropped = ({id, context}: Session, reason: string): void => {
	context.metrics.dropped.inc({reason});
	context.logger.debug({connection: id, reason}, 'connection dropped');
};

export const recordClosed = ({id, account, context}: Session): void => {
	context.logger.debug({connection: id, account: account?.name}, 'connection closed');
};
