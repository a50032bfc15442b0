/** `/shutdown`: stops the server, with a warning before. */
import {limits} from '../../protocol/limits.ts';
import {describeDuration, parseDuration} from './durations.ts';
import {parseReason} from './restriction-argument.ts';
import type {SlashCommand} from './slash-command.ts';

/** So that people read the warning. `/shutdown now` waits for nobody. */
const delayMsDefault = 60_000;

/** @throws {SlashUsageError} */
const parseShutdown = (words: readonly string[]): {inMs: number; reason?: string} => {
	const [first, ...others] = words;
	if (first === 'now') {
		return {inMs: 0, ...parseReason(others)};
	}

	if (first === 'in') {
		const [span = '', ...reason] = others.join(' ').split(' ');
		return {inMs: parseDuration(span, limits.shutdownDelayMsMax), ...parseReason(reason)};
	}

	return {inMs: delayMsDefault, ...parseReason(words)};
};

export const shutdownCommand: SlashCommand = {
	usage: '[in 5m|now|cancel] [reason]',
	summary: 'Warn everyone and stop the server, in a minute unless told; or call that off.',
	arguments: [{suggestions: ['in', 'now', 'cancel']}, 'text'],
	required: 0,
	async run(client, _context, words) {
		if (words[0] === 'cancel') {
			await client.request('shut-down', {isCancelled: true});
			return {lines: ['The server goes on.'], objects: [{isCancelled: true}]};
		}

		const request = parseShutdown(words);
		await client.request('shut-down', request);
		const when = request.inMs === 0 ? 'now' : `in ${describeDuration(request.inMs)}`;
		return {lines: [`The server stops ${when}.`], objects: [request]};
	},
};
