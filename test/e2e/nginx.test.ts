/** Through a real nginx: TLS passed on with the PROXY protocol, and WebSocket in nginx's own TLS. */
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {pino} from 'pino';
import {describe, expect, test} from 'vitest';
import {fetchCertificate} from '../../source/client/dial.ts';
import {findPin} from '../../source/client/known-servers.ts';
import {register} from '../../source/client/sign-in.ts';
import {
	type ChatServer,
	joinServer,
	password,
	startChatServer,
	waitForText,
} from '../helpers/chat-pair.ts';
import {makeCertificate} from '../helpers/make-certificate.ts';
import {checkNginxConfig, hasNginx, startNginx} from '../helpers/private-nginx.ts';
import {findFreePort, runProgram} from '../helpers/program.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

/** The address that nginx comes from, and the one that its clients come from. */
const proxy = '127.0.0.2';
const people = '127.0.0.1';

const contrib = readFileSync(
	fileURLToPath(new URL('../../contrib/nginx.conf', import.meta.url)),
	'utf8',
);

/** The file of `contrib/` with a server, ports and a certificate of the test. */
const adapt = async (server: ChatServer) => {
	const folder = temporaryFolder();
	const {key, certificate} = await makeCertificate();
	writeFileSync(join(folder, 'key.pem'), key, {mode: 0o600});
	writeFileSync(join(folder, 'certificate.pem'), certificate);
	const [port, securePort] = [await findFreePort(), await findFreePort()];
	const blocks = contrib
		.replace(/^worker_rlimit_nofile.*$/m, '')
		.replace(/worker_connections \d+/, 'worker_connections 256')
		.replace(/server 10\.0\.0\.11:7800/g, `server 127.0.0.1:${server.port}`)
		.replace(/^.*10\.0\.0\.1[23].*\n/gm, '')
		.replace('listen 7800', `listen 127.0.0.1:${port}`)
		.replace('listen 443', `listen 127.0.0.1:${securePort}`)
		.replace('/etc/ssl/private/chat.example.key', join(folder, 'key.pem'))
		.replace('/etc/ssl/chat.example.pem', join(folder, 'certificate.pem'))
		.replaceAll(`# proxy_bind ${proxy}`, `proxy_bind ${proxy}`);
	return {
		blocks,
		port,
		address: `127.0.0.1:${port}`,
		webAddress: `wss://127.0.0.1:${securePort}/ws`,
		certificateFile: join(folder, 'certificate.pem'),
		securePort,
	};
};

const startBehindNginx = async () => {
	const lines: string[] = [];
	const logger = pino({level: 'debug'}, {write: (line: string) => void lines.push(line)});
	const server = await startChatServer({proxyFrom: [proxy], logger});
	const nginx = await adapt(server);
	await startNginx(nginx.blocks, nginx.port);
	const addresses = () => new Set(lines.flatMap(line => JSON.parse(line).address ?? []));
	return {server, nginx, addresses};
};

describe.skipIf(!hasNginx)('nginx', () => {
	test('understands the configuration of contrib/', async () => {
		const {blocks} = await adapt({port: 7800} as ChatServer);
		await checkNginxConfig(blocks);
		await expect(checkNginxConfig(blocks.replace('least_conn', 'most_conn'))).rejects.toThrow();
	});

	test('passes people on by both ways, who talk with each other', async () => {
		const {server, nginx, addresses} = await startBehindNginx();
		const alice = await joinServer(server, 'alice', {address: nginx.address});
		const {fingerprint} = await fetchCertificate(nginx.webAddress);
		expect(fingerprint).not.toBe(server.fingerprint);
		const dataDir = temporaryFolder();
		const bob = await joinServer({...server, fingerprint}, 'bob', {
			address: nginx.webAddress,
			dataDir,
		});
		expect(findPin(dataDir, nginx.webAddress)).toBe(fingerprint);
		const carol = await joinServer(server, 'carol');
		const team = await alice.createGroup('team', ['bob', 'carol']);
		await alice.sendMessage(team, 'through the stream');
		for (const client of [bob, carol]) {
			await waitForText(client, team, 'through the stream');
		}

		await bob.sendMessage(team, `by WebSocket ${'x'.repeat(15_000)}`);
		for (const client of [alice, carol]) {
			await waitForText(client, team, `by WebSocket ${'x'.repeat(15_000)}`);
		}

		expect([...addresses()]).toEqual([people]);
	});

	test('and its certificate, when the computer trusts it, needs no pin', async () => {
		const {nginx} = await startBehindNginx();
		const data = temporaryFolder();
		const env = {NODE_EXTRA_CA_CERTS: nginx.certificateFile, CHAT_TUI_PASSWORD: password};
		const address = `wss://localhost:${nginx.securePort}`;
		const args = ['register', address, '--name', 'alice', '--data', data];
		const {exitCode, stdout, stderr} = await runProgram(args, {env});
		expect(stdout + stderr).toBe(`You are logged in as alice@${address}/ws.\n`);
		expect(exitCode).toBe(0);
		const again = ['send', '#everyone', 'a note', '--account', `alice@${address}`, '--data', data];
		expect(await runProgram(again, {env})).toMatchObject({exitCode: 0});
		// Without the authority the certificate is nobody's.
		const other = await runProgram(again, {env: {CHAT_TUI_PASSWORD: password}});
		expect(other.stderr).toContain('add --accept-fingerprint');
	});

	test('that reaches no server, or not at that path, is told in one line', async () => {
		const {server, nginx} = await startBehindNginx();
		const credentials = {dataDir: temporaryFolder(), name: 'alice', password, acceptNew: true};
		await expect(
			register({...credentials, server: nginx.webAddress.replace('/ws', '/chat')}),
		).rejects.toThrow('there is no chat at that path (HTTP 404)');
		await server.stop();
		await expect(register({...credentials, server: nginx.webAddress})).rejects.toThrow(
			'its proxy does not reach the chat (HTTP 502)',
		);
	});

	test('goes away and comes back, and its clients with it', async () => {
		const {server, nginx} = await startBehindNginx();
		const {fingerprint} = await fetchCertificate(nginx.webAddress);
		const alice = await joinServer({...server, fingerprint}, 'alice', {address: nginx.webAddress});
		await server.stop();
		await waitFor(() => alice.getState().connection.status === 'offline', 'alice to be offline');
		await server.start();
		await waitFor(() => alice.getState().connection.status === 'online', 'alice to be back');
	});
});
