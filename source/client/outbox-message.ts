/** One message of the outbox: whether it can be sent at all, what is asked of the server, and what a refusal means. */
import {v7 as makeMessageId} from 'uuid';
import type {CommandRequest} from '../protocol/commands.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import type {SendOptions} from './client-api.ts';
import type {OutboxRow} from './database/outbox-table.ts';
import {describeOutgoing, type OutgoingFile} from './files/outgoing-file.ts';

const defaultPauseMs = 1_000;

/** How long to wait before sending the same again; `undefined` when a person has to decide. */
export const pauseMs = (error: unknown): number | undefined => {
	const temporary = ['rate-limited', 'busy', 'storage-full', 'not-logged-in'];
	return error instanceof ProtocolError && temporary.includes(error.code)
		? (error.retryAfterMs ?? defaultPauseMs)
		: undefined;
};

/** @throws {ProtocolError} when the text could never be sent */
export const checkText = (text: string, hasFile: boolean): void => {
	if (text.trim() === '' && !hasFile) {
		throw new ProtocolError('bad-payload', 'There is nothing to send.');
	}

	if (text.length > limits.textLengthMax) {
		throw new ProtocolError(
			'limit-exceeded',
			`A message has at most ${limits.textLengthMax} characters; this one has ${text.length}.`,
		);
	}
};

export const requestOf = ({
	conversation,
	id,
	text,
	replyTo,
	isAction,
	forwards,
	file,
}: OutboxRow): CommandRequest<'send-message'> => ({
	conversation,
	id,
	text,
	...(replyTo === undefined ? {} : {replyTo}),
	...(isAction === true ? {isAction} : {}),
	...(forwards === undefined ? {} : {forwards}),
	...(file?.description === undefined ? {} : {file: file.description}),
});

/** A file that is sent again is looked at again: it may have been changed. */
export const lookAgain = ({file}: OutboxRow): Pick<OutboxRow, 'file'> =>
	file === undefined ? {} : {file: describeOutgoing(file.path, file.isTemporary)};

export type MessageOptions = SendOptions & {readonly file?: OutgoingFile};

/** A new message as it waits to be sent. */
export const makeRow = (
	conversation: number,
	text: string,
	{replyTo, isAction, forwards, file}: MessageOptions,
): OutboxRow => ({
	id: makeMessageId(),
	conversation,
	// Half a surrogate pair has no UTF-8 form.
	text: text.toWellFormed(),
	replyTo,
	...(isAction === true ? {isAction} : {}),
	...(forwards === undefined ? {} : {forwards}),
	...(file === undefined ? {} : {file}),
	at: Date.now(),
	seq: undefined,
	error: undefined,
});
