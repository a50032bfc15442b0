/** A store that speaks S3 over HTTP as far as files need it, checks every signature, and fails when it is told to. */
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {onTestFinished} from 'vitest';
import type {S3Settings} from '../../source/server/files/s3/s3-settings.ts';
import {listenOnLoopback} from './listen-on-loopback.ts';
import {type S3Answer, S3Objects, type S3Request, s3Error} from './s3-objects.ts';
import {checkSignature} from './s3-signature.ts';

/** What becomes of a request: an answer in place of the right one, a connection that ends, or none at all. */
export type Fault = 'unavailable' | 'cut' | 'cut-after' | 'silent';

export type S3Server = {
	readonly settings: S3Settings;
	readonly bucket: S3Objects;
	/** Asked before each request is looked at; the requests that it names a fault for are spoilt. */
	spoil: (request: S3Request) => Fault | undefined;
	/** `GET key`, … in the order they came. */
	readonly requests: readonly string[];
};

const bucketName = 'chat-files';
const keys = {accessKeyId: 'AKIDTEST', secretAccessKey: 'a secret/of+tests'};

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
	const pieces: Buffer[] = [];
	for await (const piece of request as AsyncIterable<Buffer>) {
		pieces.push(piece);
	}

	return Buffer.concat(pieces);
};

const reply = (response: ServerResponse, {status, body, headers}: S3Answer): void => {
	response.writeHead(status, headers).end(body);
};

export const startS3Server = async (): Promise<S3Server> => {
	const bucket = new S3Objects();
	const requests: string[] = [];
	const server = createServer((request, response) => {
		serve(request, response).catch(() => response.destroy());
	});
	const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const body = await readBody(request);
		const url = new URL(request.url ?? '/', 'http://store');
		const [, name, ...rest] = url.pathname.split('/');
		const asked: S3Request = {
			method: request.method ?? '',
			key: decodeURIComponent(rest.join('/')),
			query: url.searchParams,
			range: request.headers.range,
			body,
		};
		requests.push(`${asked.method} ${asked.key}`);
		const fault = store.spoil(asked);
		if (fault === 'silent') {
			return;
		}

		if (fault === 'cut') {
			request.socket.destroy();
			return;
		}

		if (fault === 'unavailable') {
			reply(response, s3Error(503, 'SlowDown'));
			return;
		}

		const refusal = checkSignature(request, body, keys);
		if (refusal !== undefined) {
			reply(response, s3Error(403, refusal));
			return;
		}

		const answer = name === bucketName ? bucket.answer(asked) : s3Error(404, 'NoSuchBucket');
		if (fault === 'cut-after') {
			// It was done, and half the answer comes.
			const content = Buffer.from(answer.body ?? '');
			response.writeHead(answer.status, {...answer.headers, 'content-length': content.length + 1});
			response.write(content.subarray(0, content.length / 2), () => request.socket.destroy());
			return;
		}

		reply(response, answer);
	};
	const port = await listenOnLoopback(server);
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const store: S3Server = {
		settings: {
			endpoint: `http://127.0.0.1:${port}`,
			bucket: bucketName,
			region: 'eu-central-1',
			prefix: 'chat/',
			credentials: keys,
		},
		bucket,
		requests,
		spoil: () => undefined,
	};
	return store;
};
