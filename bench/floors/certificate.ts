/** A self-signed certificate for the bare TLS server: a P-256 key, as chat-tui's own. */
import {webcrypto} from 'node:crypto';
import {X509CertificateGenerator} from '@peculiar/x509';

const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
const dayMs = 86_400_000;

/** Both as PEM. */
export const makeCertificate = async (): Promise<{key: string; cert: string}> => {
	const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const certificate = await X509CertificateGenerator.createSelfSigned({
		name: 'CN=bench',
		notBefore: new Date(Date.now() - dayMs),
		notAfter: new Date(Date.now() + dayMs),
		signingAlgorithm: algorithm,
		keys,
	});
	const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
	const base64 = key.toString('base64');
	return {
		key: `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`,
		cert: certificate.toString('pem'),
	};
};
