/** The list of who is online at a node, as the other nodes read it from Redis: whole, whenever they look. */
import {pino} from 'pino';
import {afterAll, expect, onTestFinished, test} from 'vitest';
import {OwnOnlineList, readOnlineList} from '../../../source/server/bus/redis/online-list.ts';
import {RedisLink} from '../../../source/server/bus/redis/redis-link.ts';
import {startRedis} from '../../helpers/private-redis.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const redis = await startRedis();
afterAll(() => redis?.stop());

const connect = async (): Promise<RedisLink> => {
	const link = new RedisLink({
		url: redis?.url ?? '',
		logger: pino({level: 'silent'}),
		channels: ['test'],
		onSubscribed: () => undefined,
		onMessage: () => undefined,
	});
	link.start();
	onTestFinished(() => link.close());
	await waitFor(() => link.isReady, 'Redis');
	return link;
};

test.skipIf(!redis)('who reads a list while it is written anew gets all of it', async () => {
	const [link, reader] = [await connect(), await connect()];
	const failures: unknown[] = [];
	const own = new OwnOnlineList({
		link,
		node: 'a',
		prefix: 'test:',
		tell: () => undefined,
		onFailure: error => failures.push(error),
	});
	const count = 2_500;
	const read = () => readOnlineList(reader, 'test:', 'a');
	for (let account = 1; account <= count; account += 1) {
		own.set(account, account % 2 === 0 ? 'away' : 'online');
		if (account % 50 === 0) {
			// People do not come faster than Redis answers.
			await waitFor(async () => (await read())?.accounts.size === account, 'them to be listed');
		}
	}

	await waitFor(async () => (await read())?.accounts.size === count, 'the list');
	const sizes = new Set<number | undefined>();
	for (let time = 0; time < 10; time += 1) {
		let isWriting = true;
		const written = own.rewrite().finally(() => {
			isWriting = false;
		});
		while (isWriting) {
			sizes.add((await read())?.accounts.size);
		}

		await written;
	}

	expect([...sizes]).toEqual([count]);
	const list = await read();
	expect(list?.revision).toBe(own.revision);
	expect([list?.accounts.get(1), list?.accounts.get(2)]).toEqual(['online', 'away']);
	expect(failures).toEqual([]);
});
