/** The Redis that tests start: their own, and gone without a trace. */
import {once} from 'node:events';
import {connect} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {startRedis} from './helpers/private-redis.ts';

const open = async (port: number) => {
	const socket = connect(port, '127.0.0.1');
	onTestFinished(() => {
		socket.destroy();
	});
	await once(socket, 'connect');
	return async (command: string): Promise<string> => {
		socket.write(`${command}\r\n`);
		const [data] = (await once(socket, 'data')) as [Buffer];
		return data.toString().trim();
	};
};

test('is there, is killed with all it held, comes back empty, and pauses', async context => {
	const redis = await startRedis();
	if (redis === undefined) {
		return context.skip();
	}

	onTestFinished(redis.stop);
	const first = await open(redis.port);
	expect(await first('SET name ada')).toBe('+OK');
	await redis.kill();
	await expect(open(redis.port)).rejects.toThrow('ECONNREFUSED');
	await redis.restart();
	const second = await open(redis.port);
	expect(await second('GET name')).toBe('$-1');

	redis.pause();
	let isAnswered = false;
	const answer = second('PING').then(reply => {
		isAnswered = true;
		return reply;
	});
	await new Promise(setImmediate);
	expect(isAnswered).toBe(false);
	redis.resume();
	expect(await answer).toBe('+PONG');
	await redis.stop();
});
