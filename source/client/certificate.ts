/** The fingerprint by which people and `known_hosts` know a server's certificate. */
import {createHash, type X509Certificate} from 'node:crypto';

/**
 * `SHA256:` and the unpadded base64 of the SHA-256 of the public key (SubjectPublicKeyInfo, RFC 5280
 * §4.1.2.7, in DER), so that a certificate made anew with the same key stays the same server.
 */
export const fingerprintOf = (certificate: X509Certificate): string => {
	const key = certificate.publicKey.export({type: 'spki', format: 'der'});
	return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
};
