/** Who the server is: pinned on first use, and a hard stop when it changes. */
import {expect, test} from 'vitest';
import {CertificateError} from '../../source/client/client-error.ts';
import {fetchFingerprint} from '../../source/client/dial.ts';
import {findPin, pinServer} from '../../source/client/known-servers.ts';
import {logIn, register} from '../../source/client/sign-in.ts';
import {
	joinServer,
	password,
	registerAccount,
	reopenAccount,
	startChatServer,
	stopLater,
} from '../helpers/chat-pair.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

test('a server that was never seen is sent nothing, and is trusted once somebody says so', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const credentials = {dataDir, server: server.address, name: 'alice', password};
	const refusal = await register(credentials).catch((error: unknown) => error);
	expect(refusal).toBeInstanceOf(CertificateError);
	expect(refusal).toMatchObject({
		code: 'certificate-unknown',
		fingerprint: server.fingerprint,
		pinned: undefined,
	});
	expect(await fetchFingerprint(server.address)).toBe(server.fingerprint);
	pinServer(dataDir, server.address, server.fingerprint);
	const client = stopLater(await register(credentials));
	client.start();
	await client.whenSynced(10_000);
});

test('"accept new" pins the first certificate; "accept fingerprint" takes no other one', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const credentials = {server: server.address, name: 'alice', password};
	await stopLater(await register({...credentials, dataDir, acceptNew: true})).stop();
	expect(findPin(dataDir, server.address)).toBe(server.fingerprint);
	const elsewhere = temporaryFolder();
	await expect(
		logIn({...credentials, dataDir: elsewhere, acceptFingerprint: 'SHA256:another'}),
	).rejects.toMatchObject({code: 'certificate-changed', fingerprint: server.fingerprint});
	expect(findPin(elsewhere, server.address)).toBeUndefined();
	const another = {...credentials, dataDir, acceptFingerprint: 'SHA256:another'};
	await expect(logIn(another)).rejects.toMatchObject({pinned: 'SHA256:another'});
});

test('a changed certificate stops the client; nothing is sent until a person decides', async () => {
	const first = await startChatServer();
	const dataDir = temporaryFolder();
	const alice = await joinServer(first, 'alice', {dataDir});
	await first.stop();
	const second = await startChatServer({port: first.port});
	alice.reconnect();
	await waitFor(() => alice.getState().connection.status === 'stopped', 'the client to stop');
	expect(alice.getState().connection).toEqual({
		status: 'stopped',
		reason: {
			code: 'certificate-changed',
			fingerprint: second.fingerprint,
			pinned: first.fingerprint,
		},
	});
	await expect(alice.whenSynced()).rejects.toBeInstanceOf(CertificateError);
	expect(findPin(dataDir, first.address)).toBe(first.fingerprint);
	// The new server does not know the device: the token is void there, and that is said.
	alice.trustCertificate(second.fingerprint);
	await waitFor(() => {
		const {connection} = alice.getState();
		return connection.status === 'stopped' && connection.reason.code === 'signed-out';
	}, 'the new server to refuse the token');
	expect(findPin(dataDir, first.address)).toBe(second.fingerprint);
});

test('an account whose pin is gone asks again, and goes on when trusted', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const client = await registerAccount(server, 'alice', {dataDir});
	await client.stop();
	pinServer(dataDir, server.address, 'SHA256:forgotten');
	const again = reopenAccount(dataDir, 'alice', server.address);
	again.start();
	await waitFor(() => again.getState().connection.status === 'stopped');
	again.trustCertificate(server.fingerprint);
	await again.whenSynced(10_000);
});

test('a fingerprint cannot be fetched where no server listens, and that is said', async () => {
	await expect(fetchFingerprint('127.0.0.1:1')).rejects.toThrow(
		'127.0.0.1:1 cannot be reached: no server listens there.',
	);
	await expect(fetchFingerprint('nonsense:')).rejects.toThrow('no address of a server');
});
