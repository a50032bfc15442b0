/** Certificates that the authorities of this computer vouch for, as proxies have them. */
import {connect as connectPlain} from 'node:net';
import tls from 'node:tls';
import {expect, onTestFinished, test} from 'vitest';
import {fetchCertificate} from '../../source/client/dial.ts';
import {findPin} from '../../source/client/known-servers.ts';
import {register} from '../../source/client/sign-in.ts';
import {password, quickly, startChatServer, stopLater} from '../helpers/chat-pair.ts';
import {listenOnLoopback} from '../helpers/listen-on-loopback.ts';
import {makeCertificate} from '../helpers/make-certificate.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

/** Ends TLS with a certificate of its own, as a proxy does. */
const startTlsProxy = async (host: string, port: number) => {
	const {key, certificate} = await makeCertificate(host);
	const proxy = tls.createServer({key, cert: certificate}, socket => {
		const onward = connectPlain({host: '127.0.0.1', port});
		socket.pipe(onward).pipe(socket);
		socket.on('error', () => onward.destroy());
		onward.on('error', () => socket.destroy());
	});
	onTestFinished(() => void proxy.close());
	return {address: `wss://localhost:${await listenOnLoopback(proxy)}/ws`, certificate};
};

test('a certificate that the authorities vouch for needs no pin, and may be renewed', async () => {
	const server = await startChatServer();
	const proxy = await startTlsProxy('localhost', server.port);
	const renewed = await startTlsProxy('localhost', server.port);
	const misnamed = await startTlsProxy('elsewhere.example', server.port);
	const trusted = tls.getCACertificates('default');
	tls.setDefaultCACertificates([proxy, renewed, misnamed].map(({certificate}) => certificate));
	onTestFinished(() => tls.setDefaultCACertificates(trusted));
	expect(await fetchCertificate(proxy.address)).toMatchObject({isVouchedFor: true});
	const dataDir = temporaryFolder();
	const credentials = {...quickly, dataDir, name: 'alice', password};
	await stopLater(await register({...credentials, server: proxy.address})).stop();
	expect(findPin(dataDir, proxy.address)).toBeUndefined();
	// Another key, as after a renewal.
	expect(await fetchCertificate(renewed.address)).toMatchObject({isVouchedFor: true});
	// Who names a fingerprint takes no other one, whoever vouches for it.
	await expect(
		register({...credentials, server: proxy.address, acceptFingerprint: 'SHA256:another'}),
	).rejects.toMatchObject({code: 'certificate-changed'});
	// Vouched for, but as somebody else's.
	await expect(register({...credentials, server: misnamed.address})).rejects.toMatchObject({
		code: 'certificate-unknown',
	});
});
