/** Commands to the private Redis that no client of a server would give. */
import {createClient} from '@redis/client';

type Ask = (...words: string[]) => Promise<unknown>;

const withConsole = async (url: string, work: (ask: Ask) => Promise<void>): Promise<void> => {
	const client = createClient({url, RESP: 2, socket: {reconnectStrategy: false}});
	// Whoever asks is told.
	client.on('error', () => undefined);
	await client.connect();
	try {
		await work((...words) => client.sendCommand(words));
	} finally {
		client.destroy();
	}
};

export const flushRedis = (url: string): Promise<void> =>
	withConsole(url, async ask => void (await ask('FLUSHALL')));

/** For so long it answers nobody, and forgets nothing. Resolves when that is over. */
export const pauseRedis = (url: string, ms: number): Promise<void> =>
	withConsole(url, async ask => {
		await ask('CLIENT', 'PAUSE', String(ms), 'ALL');
		await ask('PING');
	});

const outputLimit = 'client-output-buffer-limit';
const usual = 'pubsub 33554432 8388608 60';
/** More than Redis keeps beside the limit. */
const floodBytes = 262_144;

/** Floods all channels: whoever has something unread there is cut off. */
export const overflowSubscribers = (url: string, floods: number): Promise<void> =>
	withConsole(url, async ask => {
		const channels = (await ask('PUBSUB', 'CHANNELS', '*')) as string[];
		await ask('CONFIG', 'SET', outputLimit, 'pubsub 1 1 1');
		try {
			for (let flood = 0; flood < floods; flood += 1) {
				const channel = channels[flood % channels.length] ?? 'none';
				await Promise.all([1, 2, 3].map(() => ask('PUBLISH', channel, 'x'.repeat(floodBytes))));
			}
		} finally {
			await ask('CONFIG', 'SET', outputLimit, usual);
		}
	});
