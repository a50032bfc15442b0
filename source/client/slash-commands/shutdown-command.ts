/** `/shutdown`: stops the server, with a warning before. */
import {limits} from '../../protocol/limits.ts';
import {describeDuration, parseDuration} from './durations.ts';
import {parseReason} from './restriction-argument.ts';
import {type SlashCommand, SlashUsageError} from './slash-command.ts';

/** So that people read the warning. `/shutdown now` waits for nobody. */
const delayMsDefault = 60_000;

/** `node NAME` before the rest means one process of the server. */
const parseNode = (words: readonly string[]): {node?: string; rest: readonly string[]} => {
	const [first, second = ''] = words;
	if (first !== 'node') {
		return {rest: words};
	}

	const [node = '', ...rest] = [second, ...words.slice(2)].join(' ').split(' ');
	if (node === '') {
		throw new SlashUsageError('Which node? /stats names them.');
	}

	return {node, rest: rest.filter(word => word !== '')};
};

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
	usage: '[node NAME] [in 5m|now|cancel] [reason]',
	summary: 'Warn everyone and stop the server, in a minute unless told; or call that off.',
	arguments: [{suggestions: ['in', 'now', 'cancel', 'node']}, 'text'],
	required: 0,
	async run(client, _context, words) {
		const {node, rest} = parseNode(words);
		const one = node === undefined ? {} : {node};
		const who = node === undefined ? 'The server' : `Node ${node}`;
		if (rest[0] === 'cancel') {
			const request = {...one, isCancelled: true};
			await client.request('shut-down', request);
			return {lines: [`${who} goes on.`], objects: [request]};
		}

		const request = {...one, ...parseShutdown(rest)};
		await client.request('shut-down', request);
		const when = request.inMs === 0 ? 'now' : `in ${describeDuration(request.inMs)}`;
		return {lines: [`${who} stops ${when}.`], objects: [request]};
	},
};
