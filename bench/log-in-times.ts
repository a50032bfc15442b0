/** `node bench/log-in-times.ts [SAMPLES]`: whether the time of a refused log-in tells which names exist. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ProtocolError} from '../source/protocol/errors.ts';
import {createServer} from '../source/server/server.ts';
import {type Connection, openConnection} from './generator/connection.ts';
import {percentile} from './statistics.ts';

const samples = Number(process.argv[2] ?? 500);
const secret = 'correct horse battery';

/** By the name that is asked for; nobody has the first two, so that they show what chance alone does. */
const kinds = {
	'nobody-1': 'unknown',
	'nobody-2': 'unknown, once more',
	ada: 'known',
	gone: 'deleted',
	outlaw: 'banned',
} as const;

const refusedAfterMs = async (connection: Connection, name: string): Promise<number> => {
	const startedAt = performance.now();
	try {
		await connection.request('log-in', {name, password: 'a wrong guess', device: 'bench'});
	} catch (error) {
		if (error instanceof ProtocolError && error.code === 'wrong-credentials') {
			return performance.now() - startedAt;
		}

		throw error;
	}

	throw new Error(`the guess for ${name} was right`);
};

/** How often a sample of the one is later than one of the other: 50 % where the time tells nothing. */
const laterShare = (one: readonly number[], other: readonly number[]): number => {
	let later = 0;
	for (const time of one) {
		later += other.filter(otherTime => time > otherTime).length;
	}

	return later / (one.length * other.length);
};

const folder = mkdtempSync(join(tmpdir(), 'chat-tui-bench-'));
const server = await createServer({
	dataDir: folder,
	host: '127.0.0.1',
	port: 0,
	hasRateLimits: false,
});
const open = () => openConnection({port: server.port, isTls: false});
const names = Object.keys(kinds) as (keyof typeof kinds)[];
const times = Object.fromEntries(names.map(name => [name, [] as number[]]));

for (const name of ['ada', 'gone', 'outlaw']) {
	const connection = await open();
	await connection.request('register', {name, password: secret, device: 'bench'});
	if (name === 'ada') {
		await connection.request('claim-admin', {code: server.adminCode ?? ''});
	} else if (name === 'gone') {
		await connection.request('delete-account', {password: secret});
	}

	connection.close();
}

const admin = await open();
await admin.request('log-in', {name: 'ada', password: secret, device: 'admin'});
await admin.request('ban', {target: '@outlaw'});
const guesser = await open();
for (let round = 0; round < samples + 10; round += 1) {
	// In another order each time: what comes after what must not matter.
	for (const name of names.toSorted(() => Math.random() - 0.5)) {
		const ms = await refusedAfterMs(guesser, name);
		if (round >= 10) {
			times[name]?.push(ms);
		}
	}
}

const unknown = times['nobody-1'] ?? [];
for (const name of names) {
	const of = times[name] ?? [];
	const [low, middle, high] = [0.1, 0.5, 0.9].map(share => percentile(of, share).toFixed(2));
	const share = (laterShare(of, unknown) * 100).toFixed(1);
	process.stdout.write(
		`${kinds[name].padEnd(20)} p10 ${low}  p50 ${middle}  p90 ${high} ms   later than unknown: ${share} %\n`,
	);
}

admin.close();
guesser.close();
await server.close();
rmSync(folder, {recursive: true, force: true});
