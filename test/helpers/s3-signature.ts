/** Checks AWS Signature Version 4 of a request, as a store does: who asks, and that nothing was changed on the way. */
import {createHash, createHmac} from 'node:crypto';
import type {IncomingMessage} from 'node:http';

export type S3Keys = {readonly accessKeyId: string; readonly secretAccessKey: string};

const hmac = (key: string | Buffer, text: string): Buffer =>
	createHmac('sha256', key).update(text).digest();
const sha256 = (data: string | Uint8Array): string =>
	createHash('sha256').update(data).digest('hex');

const encode = (text: string): string =>
	encodeURIComponent(text).replace(
		/[!'()*]/g,
		character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);

const compare = (left: string, right: string): number => (left < right ? -1 : 1);

const canonicalQuery = (query: URLSearchParams): string =>
	[...query]
		.map(([name, value]) => `${encode(name)}=${encode(value)}`)
		.sort(compare)
		.join('&');

const authorizationPattern =
	/^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/;

/** @returns the code of the error that a store answers with; `undefined` when all is well */
export const checkSignature = (
	request: IncomingMessage,
	body: Uint8Array,
	{accessKeyId, secretAccessKey}: S3Keys,
): string | undefined => {
	const match = authorizationPattern.exec(request.headers.authorization ?? '');
	if (match === null) {
		return 'AccessDenied';
	}

	const [, key = '', day = '', region = '', signed = '', signature] = match;
	if (key !== accessKeyId) {
		return 'InvalidAccessKeyId';
	}

	const hash = String(request.headers['x-amz-content-sha256']);
	if (hash !== 'UNSIGNED-PAYLOAD' && hash !== sha256(body)) {
		return 'XAmzContentSHA256Mismatch';
	}

	const url = new URL(request.url ?? '/', 'http://store');
	const headers = signed
		.split(';')
		.map(name => `${name}:${String(request.headers[name]).trim()}\n`)
		.join('');
	const canonical = [
		request.method,
		url.pathname,
		canonicalQuery(url.searchParams),
		headers,
		signed,
		hash,
	].join('\n');
	const scope = `${day}/${region}/s3/aws4_request`;
	const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join(
		'\n',
	);
	const signingKey = [region, 's3', 'aws4_request'].reduce<Buffer>(
		hmac,
		hmac(`AWS4${secretAccessKey}`, day),
	);
	return hmac(signingKey, text).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
};
