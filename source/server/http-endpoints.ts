/** What the server answers to HTTP on its port: `/health`, `/metrics`, and what it is to a browser. */
import {createHash, timingSafeEqual} from 'node:crypto';
import {
	createServer,
	type Server as HttpServer,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import type {Socket} from 'node:net';
import {TLSSocket} from 'node:tls';
import type {Health} from './health.ts';
import {isLoopback} from './loopback.ts';
import type {Metrics} from './metrics.ts';
import {addressOf} from './peer-address.ts';
import type {Upgrade} from './web-socket-endpoint.ts';

export type HttpOptions = {
	readonly metrics: Metrics;
	readonly health: Health;
	/** Lets other machines read what this machine may. */
	readonly token: string | undefined;
	/** Takes the token without TLS too. */
	readonly isInsecure: boolean;
	/** How long a request and its answer may take. */
	readonly patienceMs: number;
	isBanned(address: string): boolean;
	/** Takes over those who want to speak WebSocket. */
	readonly upgrade: Upgrade;
};

type Answer = {readonly status: number; readonly type?: string; readonly text: string};

const headerBytesMax = 65_536;
const json = 'application/json; charset=utf-8';

const introduction: Answer = {
	status: 426,
	text: 'This is a chat-tui server. Connect with: npx chat-tui connect HOST:PORT\n',
};

/** What a proxy meets that passes the request on without its headers. */
const noUpgrade: Answer = {
	status: 426,
	text: 'Here WebSocket is spoken, and the request has no Upgrade: websocket.\n',
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** This machine, or who shows the token where nobody else can read it. */
const isTrusted = (
	{socket, headers}: IncomingMessage,
	{token, isInsecure}: HttpOptions,
): boolean => {
	if (isLoopback(addressOf(socket))) {
		return true;
	}

	const isSecret = isInsecure || socket instanceof TLSSocket;
	const [, shown] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
	return (
		isSecret &&
		token !== undefined &&
		shown !== undefined &&
		timingSafeEqual(digest(shown), digest(token))
	);
};

/** Strangers learn whether it works, not what is wrong. */
const tellHealth = async (request: IncomingMessage, options: HttpOptions): Promise<Answer> => {
	const problems = await options.health.findProblems();
	const status = problems.length === 0 ? 'healthy' : 'failing';
	const body = isTrusted(request, options) ? {status, problems} : {status};
	return {
		status: problems.length === 0 ? 200 : 503,
		type: json,
		text: `${JSON.stringify(body)}\n`,
	};
};

const tellMetrics = async (request: IncomingMessage, options: HttpOptions): Promise<Answer> => {
	if (!isTrusted(request, options)) {
		return {status: 403, text: 'Metrics are for this machine, and for who has the token.\n'};
	}

	return {status: 200, ...(await options.metrics.read())};
};

const findAnswer = async (request: IncomingMessage, options: HttpOptions): Promise<Answer> => {
	if (options.isBanned(addressOf(request.socket))) {
		return {status: 403, text: 'This address may not use the server.\n'};
	}

	if (request.method !== 'GET' && request.method !== 'HEAD') {
		return {status: 405, text: 'Only GET and HEAD are taken here.\n'};
	}

	const [path] = (request.url ?? '').split('?');
	switch (path) {
		case '/':
			return introduction;
		case '/ws':
			return noUpgrade;
		case '/health':
			return tellHealth(request, options);
		case '/metrics':
			return tellMetrics(request, options);
		default:
			return {status: 404, text: introduction.text};
	}
};

const send = (
	response: ServerResponse,
	{status, type = 'text/plain; charset=utf-8', text}: Answer,
): void => {
	response.writeHead(status, {
		'Content-Type': type,
		'Content-Length': Buffer.byteLength(text),
		'Cache-Control': 'no-store',
		Connection: 'close',
		...(status === 405 ? {Allow: 'GET, HEAD'} : {}),
		...(status === 426 ? {Upgrade: 'websocket'} : {}),
	});
	response.end(text);
};

/** Gets its connections by `emit('connection', socket)`; it does not listen. */
export const createHttp = (options: HttpOptions): HttpServer => {
	const asked = new WeakSet<Socket>();
	/** Each answer ends its connection. Who sends thousands without waiting is not served thousands of times. */
	const isRepeated = (socket: Socket): boolean => {
		if (asked.has(socket)) {
			socket.destroy();
			return true;
		}

		asked.add(socket);
		return false;
	};

	const timers = new WeakMap<Socket, NodeJS.Timeout>();
	// Who wants another protocol than ours gets the answer in HTTP.
	const shouldUpgradeCallback = ({headers}: IncomingMessage): boolean =>
		headers.upgrade?.toLowerCase() === 'websocket';
	const http = createServer(
		{maxHeaderSize: headerBytesMax, shouldUpgradeCallback},
		(request, response) => {
			if (isRepeated(request.socket)) {
				return;
			}

			request.resume();
			findAnswer(request, options).then(
				answer => send(response, answer),
				(error: unknown) => response.destroy(error instanceof Error ? error : undefined),
			);
		},
	);
	http.on('connection', socket => {
		const timer = setTimeout(() => socket.destroy(), options.patienceMs);
		timers.set(socket, timer);
		socket.once('close', () => clearTimeout(timer));
	});
	http.on('upgrade', (request, _socket, head) => {
		if (isRepeated(request.socket)) {
			return;
		}

		options.upgrade(request, head, () => clearTimeout(timers.get(request.socket)));
	});
	return http;
};
