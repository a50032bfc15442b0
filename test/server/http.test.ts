/** What a monitor sees: health that is tried, and the figures of the server, for who may read them. */
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {duplexPair} from 'node:stream';
import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import {Health} from '../../source/server/health.ts';
import {createHttp} from '../../source/server/http-endpoints.ts';
import {Metrics} from '../../source/server/metrics.ts';
import type {Store} from '../../source/server/store/store.ts';
import {send, startTeam} from '../helpers/team.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {connectWire, openTestSocket} from '../helpers/wire-client.ts';

const token = 'read-the-figures';
const roomy = async () => 10 ** 9;
const committing = async () => undefined;
const upgrade = () => undefined;
const isBanned = () => false;

/** Asks an endpoint as a machine elsewhere would. */
const ask = async (
	path: string,
	options: {
		readonly from?: string;
		readonly shown?: string;
		readonly isInsecure?: boolean;
		readonly method?: string;
		readonly transact?: () => Promise<unknown>;
		readonly freeBytes?: () => Promise<number | undefined>;
	} = {},
): Promise<{readonly status: number; readonly body: string; readonly head: string}> => {
	const {from = '192.0.2.7', shown, isInsecure = true, method = 'GET'} = options;
	const store = {transact: options.transact ?? committing} as unknown as Store;
	const files = {freeBytes: options.freeBytes ?? roomy} as never;
	const health = new Health({store, files});
	const http = createHttp({
		metrics: new Metrics(),
		health,
		token,
		isInsecure,
		upgrade,
		isBanned,
		patienceMs: 5_000,
	});
	const [ours, theirs] = duplexPair();
	http.emit('connection', Object.assign(theirs, {remoteAddress: from}));
	const authorization = shown === undefined ? '' : `Authorization: Bearer ${shown}\r\n`;
	ours.write(`${method} ${path} HTTP/1.1\r\nHost: chat\r\n${authorization}\r\n`);
	const [head = '', body = ''] = (await text(ours)).split('\r\n\r\n');
	return {status: Number(head.split(' ')[1]), head, body};
};

/** Asks a server over a socket of its own. */
const askServer = async (port: number, path: string, isTls = false): Promise<string> => {
	const socket = await openTestSocket(port, isTls);
	socket.write(`GET ${path} HTTP/1.1\r\nHost: chat\r\n\r\n`);
	return text(socket);
};

test.each([false, true])('counts what a server does (TLS: %j)', async isTls => {
	const {server, ada, team} = await startTeam();
	await send(ada, team, 'good morning');
	await send(ada, team, 'again');
	await ada.codeOf('get-person', {name: 'nobody'});
	await ada.settle();
	const answer = await askServer(server.port, '/metrics', isTls);
	expect(answer).toMatch(/^HTTP\/1\.1 200 /);
	expect(answer).toContain('chat_tui_connections 4\n');
	expect(answer).toContain('chat_tui_accounts_online 3\n');
	expect(answer).toContain('chat_tui_messages_received_total 2\n');
	expect(answer).toContain('chat_tui_requests_total{command="send-message"} 2\n');
	expect(answer).toContain('chat_tui_refusals_total{code="not-found"} 1\n');
	expect(answer).toMatch(/chat_tui_entries_pushed_total [1-9]/);
	expect(answer).toMatch(/chat_tui_commit_seconds_count [1-9]/);
	expect(answer).toMatch(/chat_tui_queued_bytes \d/);
	expect(answer).toContain('nodejs_eventloop_lag_seconds');
	expect(answer).not.toContain('good morning');
});

test('tells every metric that the page on operating names', async () => {
	const page = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
	const named = [...page.matchAll(/`((?:chat_tui|nodejs|process)_\w+)/g)].map(([, name]) => name);
	const server = await startTestServer();
	const told = new Set((await askServer(server.port, '/metrics')).match(/^\w+|(?<=TYPE )\w+/gm));
	expect(named.length).toBeGreaterThan(10);
	expect(named.filter(name => !told.has(name ?? ''))).toEqual([]);
});

test('counts log-ins that fail, by why', async () => {
	const {server} = await startTeam();
	const guesser = await connectWire(server);
	for (const name of ['ada', 'nobody']) {
		await guesser.codeOf('log-in', {name, password: 'wrong password', device: 'x'});
	}

	await guesser.codeOf('resume', {token: 'x'.repeat(43)});
	const answer = await askServer(server.port, '/metrics');
	expect(answer).toContain('chat_tui_log_in_failures_total{code="wrong-credentials"} 2\n');
	expect(answer).toContain('chat_tui_log_in_failures_total{code="token-invalid"} 1\n');
});

test('a server that works is healthy', async () => {
	const server = await startTestServer();
	const answer = await askServer(server.port, '/health');
	expect(answer).toMatch(/^HTTP\/1\.1 200 /);
	expect(answer).toContain('{"status":"healthy","problems":[]}');
});

test.each([
	{transact: async () => Promise.reject(new Error('disk I/O error'))},
	{transact: () => new Promise(() => undefined)},
	{freeBytes: async () => 1_000},
	{freeBytes: async () => Promise.reject(new Error('EIO'))},
])('a server that cannot store says so, and why to this machine only', async trouble => {
	const here = await ask('/health', {from: '127.0.0.1', ...trouble});
	expect(here.status).toBe(503);
	expect(JSON.parse(here.body).problems).toHaveLength(1);
	const elsewhere = await ask('/health', trouble);
	expect(elsewhere.status).toBe(503);
	expect(elsewhere.body).toBe('{"status":"failing"}\n');
});

test('one trial of the disk answers all who ask within a second', async () => {
	let trials = 0;
	const store = {
		async transact() {
			trials += 1;
		},
	} as unknown as Store;
	const health = new Health({store, files: {freeBytes: roomy} as never});
	await Promise.all(Array.from({length: 50}, () => health.findProblems()));
	expect(trials).toBe(1);
});

test.each([
	['127.0.0.1', {}, 200],
	['::1', {}, 200],
	['::ffff:127.0.0.1', {}, 200],
	['192.0.2.7', {}, 403],
	['192.0.2.7', {shown: token}, 200],
	['192.0.2.7', {shown: `${token}x`}, 403],
	['192.0.2.7', {shown: token, isInsecure: false}, 403],
])('metrics for %s with %j: %i', async (from, options, status) => {
	expect((await ask('/metrics', {from, ...options})).status).toBe(status);
});

test('other paths and methods are refused', async () => {
	expect((await ask('/')).status).toBe(426);
	expect((await ask('/ws')).status).toBe(426);
	expect((await ask('/etc/passwd')).status).toBe(404);
	expect((await ask('/health?x=1')).status).toBe(200);
	expect((await ask('/health', {method: 'POST'})).status).toBe(405);
	const head = await ask('/health', {method: 'HEAD'});
	expect([head.status, head.body]).toEqual([200, '']);
});

test('a request that is never finished is given up', async () => {
	const server = await startTestServer({patience: {frameMs: 50}});
	const socket = await openTestSocket(server.port);
	socket.write('GET /health HTTP/1.1\r\nHost:');
	await once(socket, 'close');
});

test('a connection asks once: a crowd of requests in it is not worked off', async () => {
	const metrics = new Metrics();
	let readings = 0;
	const read = metrics.read.bind(metrics);
	metrics.read = () => {
		readings += 1;
		return read();
	};
	const health = new Health({store: {transact: committing} as never, files: {} as never});
	const http = createHttp({
		metrics,
		health,
		token,
		isInsecure: true,
		upgrade,
		isBanned,
		patienceMs: 5_000,
	});
	const [ours, theirs] = duplexPair();
	http.emit('connection', Object.assign(theirs, {remoteAddress: '127.0.0.1'}));
	ours.resume();
	ours.write('GET /metrics HTTP/1.1\r\nHost: chat\r\n\r\n'.repeat(100));
	await once(theirs, 'close');
	expect(readings).toBe(1);
});
