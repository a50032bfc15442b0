/** The server's identity: a self-signed certificate, made on the first start and kept. */
import {createHash, webcrypto, X509Certificate} from 'node:crypto';
import {
	closeSync,
	existsSync,
	fsyncSync,
	openSync,
	readFileSync,
	renameSync,
	writeSync,
} from 'node:fs';
import {join} from 'node:path';

export type TlsIdentity = {
	/** PEM */
	readonly key: string;
	/** PEM */
	readonly certificate: string;
	/** `SHA256:` and the unpadded base64 of the SHA-256 of the certificate's public key (SPKI, DER). */
	readonly fingerprint: string;
};

const validYears = 100;

/** Readers see the old file or the new one, never a part. */
const writePrivateFile = (file: string, text: string): void => {
	const draft = `${file}.new`;
	const descriptor = openSync(draft, 'w', 0o600);
	try {
		writeSync(descriptor, text);
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}

	renameSync(draft, file);
};

const toPem = (der: ArrayBuffer, label: string): string => {
	const lines =
		Buffer.from(der)
			.toString('base64')
			.match(/.{1,64}/g) ?? [];
	return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
};

/** A P-256 key and a certificate for it. Its names do not matter: clients pin the key. */
const makeIdentity = async (): Promise<{key: string; certificate: string}> => {
	// A large library for something that happens once in a server's life.
	await import('reflect-metadata');
	const {X509CertificateGenerator} = await import('@peculiar/x509');
	const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
	const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const notBefore = new Date(Date.now() - 86_400_000);
	const notAfter = new Date(notBefore);
	notAfter.setFullYear(notAfter.getFullYear() + validYears);
	const certificate = await X509CertificateGenerator.createSelfSigned({
		name: 'CN=chat-tui',
		notBefore,
		notAfter,
		signingAlgorithm: algorithm,
		keys,
	});
	const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
	return {key: toPem(key, 'PRIVATE KEY'), certificate: certificate.toString('pem')};
};

const fingerprintOf = (certificate: string): string => {
	const spki = new X509Certificate(certificate).publicKey.export({type: 'spki', format: 'der'});
	return `SHA256:${createHash('sha256').update(spki).digest('base64').replace(/=+$/, '')}`;
};

/** Reads the identity kept in `folder`, or makes one. */
export const loadTlsIdentity = async (folder: string): Promise<TlsIdentity> => {
	// One file holds both, so that a crash cannot leave a key without its certificate.
	const file = join(folder, 'identity.pem');
	if (!existsSync(file)) {
		const {key, certificate} = await makeIdentity();
		writePrivateFile(file, `${key}${certificate}\n`);
	}

	const text = readFileSync(file, 'utf8');
	return {key: text, certificate: text, fingerprint: fingerprintOf(text)};
};
