/** Server memory per idle TLS connection, beside a bare TLS server's. */
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {limits} from '../../source/protocol/limits.ts';
import {loadTlsIdentity} from '../../source/server/tls-identity.ts';
import {openFilesMax, residentKib} from '../processes/process-figures.ts';

import type {Part, PartOptions} from './part.ts';
import {type Subject, startChatTui, startFloor} from './subject.ts';

const connectionsWanted = 5_000;
/** One device less than an account may have: the one that it was registered with stays. */
const connectionsPerAccount = limits.devicesPerAccountMax - 1;
/** Files that a server needs beside its connections. */
const filesSpare = 200;
const settleMs = 1_000;

/** Memory after what is garbage has gone: twice, as finalizers free more on the second pass. */
const settledKib = async ({server}: Subject): Promise<number> => {
	for (let pass = 0; pass < 2; pass += 1) {
		await server.call('collectGarbage', null);
		await delay(settleMs);
	}

	return residentKib(server.pid);
};

const kibPerConnection = async (
	subject: Subject,
	connections: number,
	log: PartOptions['log'],
): Promise<number> => {
	const {wire, address, generator, name} = subject;
	const accounts = Math.ceil(connections / connectionsPerAccount);
	await generator.call('prepareIdle', {wire, address, accounts});
	const before = await settledKib(subject);
	const {seconds} = await generator.call('openIdle', {wire, address, accounts, connections});
	const after = await settledKib(subject);
	const {open} = await generator.call('countOpen', null);
	if (open < connections) {
		throw new Error(`${name}: only ${open} of ${connections} idle connections stayed open.`);
	}

	log(
		`idle TLS, ${name}: ${Math.round(connections / seconds)} log-ins/s, ${before} → ${after} KiB`,
	);
	return (after - before) / connections;
};

export const measureIdleMemory: Part = async options => {
	const connections = Math.min(
		options.isQuick ? 500 : connectionsWanted,
		openFilesMax() - filesSpare,
	);
	await mkdir(options.folder, {recursive: true});
	const {key, certificate: cert} = await loadTlsIdentity(options.folder);
	const floorSubject = await startFloor({certificate: {key, cert}});
	const floor = await kibPerConnection(floorSubject, connections, options.log).finally(
		floorSubject.stop,
	);
	const folder = join(options.folder, 'idle-server');
	const chatTui = await startChatTui({folder, isTls: true});
	const value = await kibPerConnection(chatTui, connections, options.log).finally(chatTui.stop);
	const figure = {
		name: `idle TLS connection, of ${connections}`,
		unit: 'KiB',
		value,
		floor,
		target: {kind: 'at-most', value: 40},
	} as const;
	return {figures: [figure], loads: []};
};
