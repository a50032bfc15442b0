/** What a link does when the server does not let the account in. */
import {expect, onTestFinished, test} from 'vitest';
import {ClientError} from '../../source/client/client-error.ts';
import {Link} from '../../source/client/link.ts';
import type {ConnectionState} from '../../source/client/state.ts';
import {ProtocolError} from '../../source/protocol/errors.ts';
import {waitFor} from '../helpers/wait-for.ts';

/** A link whose every attempt ends in `error`. */
const startLink = (error: Error) => {
	const states: ConnectionState[] = [];
	const link = new Link({
		dial: async () => {
			throw error;
		},
		greet: async () => undefined,
		onEnd: () => undefined,
		onState: state => states.push(state),
		timing: {retryDelayMsBase: 1, retryDelayMsMax: 1, stableMs: 0},
		random: () => 0,
	});
	onTestFinished(() => link.end(new ClientError('stopped', 'The test is over.')));
	link.start();
	return {link, states};
};

const isOffline = (state: ConnectionState | undefined) => state?.status === 'offline';

test.each([
	['in its own time', {retryAfterMs: 600_000}, 600_000],
	['every five minutes, when no end is told', {}, 300_000],
	['once a day, when that is far away', {retryAfterMs: 90 * 86_400_000}, 86_400_000],
])('a banned account asks again %s', async (_when, options, delayMs) => {
	const before = Date.now();
	const {link, states} = startLink(new ProtocolError('banned', 'Not you: spam.', options));
	await waitFor(() => isOffline(states.at(-1)), 'the refusal');
	expect(states.at(-1)).toMatchObject({error: 'Not you: spam.', isRefused: true});
	const {retryAt = 0} = states.at(-1) as {retryAt?: number};
	expect(retryAt).toBeGreaterThanOrEqual(before + delayMs);
	expect(retryAt).toBeLessThanOrEqual(Date.now() + delayMs);
	expect(states).toHaveLength(2);
	link.reconnect();
	await waitFor(() => states.length === 4, 'another attempt, as a person wants it');
});

test('a banned address is told the same way, though the connection itself is refused', async () => {
	const cause = new ProtocolError('banned', 'Your address may not use the server.');
	const {states} = startLink(new ClientError('offline', cause.message, {cause}));
	await waitFor(() => isOffline(states.at(-1)), 'the refusal');
	expect(states.at(-1)).toMatchObject({isRefused: true, error: cause.message});
});

test('what may go away by itself is tried again soon', async () => {
	const {states} = startLink(new ClientError('offline', 'Nobody answers.'));
	await waitFor(() => states.length > 6, 'more attempts');
	expect(states.find(isOffline)).not.toHaveProperty('isRefused');
});
