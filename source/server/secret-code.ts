/** Device tokens, invitations and admin codes: 256 random bits, of which only the SHA-256 is kept. */
import {createHash, randomBytes} from 'node:crypto';

export const createSecretCode = (): string => randomBytes(32).toString('base64url');

/** A plain hash is enough: there is nothing to guess in 256 random bits. */
export const hashSecretCode = (code: string): Buffer => createHash('sha256').update(code).digest();
