/** A certificate for this machine, as a proxy would have one; who trusts it itself trusts it for `localhost`. */
import {randomUUID, webcrypto} from 'node:crypto';
import 'reflect-metadata';
import {
	BasicConstraintsExtension,
	PemConverter,
	SubjectAlternativeNameExtension,
	X509CertificateGenerator,
} from '@peculiar/x509';

export type TestCertificate = {
	/** PEM */
	readonly key: string;
	/** PEM */
	readonly certificate: string;
};

export const makeCertificate = async (host = 'localhost'): Promise<TestCertificate> => {
	const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
	const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const certificate = await X509CertificateGenerator.createSelfSigned({
		// Two of one name would be taken for each other's issuers.
		name: `CN=${randomUUID()}`,
		notBefore: new Date(Date.now() - 86_400_000),
		notAfter: new Date(Date.now() + 86_400_000),
		signingAlgorithm: algorithm,
		keys,
		extensions: [
			new BasicConstraintsExtension(true, undefined, true),
			new SubjectAlternativeNameExtension([{type: 'dns', value: host}]),
		],
	});
	const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
	return {key: PemConverter.encode(key, 'PRIVATE KEY'), certificate: certificate.toString('pem')};
};
