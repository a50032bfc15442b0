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
import type {Store} from './store/store.ts';

export type TlsIdentity = {
	/** PEM */
	readonly key: string;
	/** PEM */
	readonly certificate: string;
	/** `SHA256:` and the unpadded base64 of the SHA-256 of the certificate's public key (SPKI, DER). */
	readonly fingerprint: string;
};

const validYears = 100;
/** Both parts in PEM. */
export const sharedSetting = 'tls-identity';

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

const readIdentity = (text: string): TlsIdentity => ({
	key: text,
	certificate: text,
	fingerprint: fingerprintOf(text),
});

/** Reads the identity kept in `folder`, or makes one. */
export const loadTlsIdentity = async (folder: string): Promise<TlsIdentity> => {
	// One file holds both, so that a crash cannot leave a key without its certificate.
	const file = join(folder, 'identity.pem');
	if (!existsSync(file)) {
		const {key, certificate} = await makeIdentity();
		writePrivateFile(file, `${key}${certificate}\n`);
	}

	return readIdentity(readFileSync(file, 'utf8'));
};

/** Reads the identity that all nodes share, or makes one: it stands in the store, which all of them reach. */
export const loadSharedTlsIdentity = async (store: Store): Promise<TlsIdentity> => {
	const known = await store.read(({settings}) => settings.get(sharedSetting));
	if (known !== undefined) {
		return readIdentity(known);
	}

	const {key, certificate} = await makeIdentity();
	const text = await store.transact(async ({settings}) => {
		// Another node may have been quicker.
		const quicker = await settings.get(sharedSetting);
		if (quicker === undefined) {
			await settings.set(sharedSetting, `${key}${certificate}\n`);
		}

		return quicker ?? `${key}${certificate}\n`;
	});
	return readIdentity(text);
};
