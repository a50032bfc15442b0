/** Where runs take place: ports that stay, accounts made once, and a fresh copy of both sides' data for each run. */
import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Client} from '../../source/client/client-api.ts';
import {connect, logIn, register} from '../../source/client/library.ts';
import type {Ground} from './ground.ts';
import {type FaultProxy, startProxy} from './proxy.ts';
import {buildShim, hasShim} from './shim.ts';
import {openSingleServer} from './single-server.ts';
import type {ServerPlace} from './truth.ts';

export const password = 'correct-horse';
const host = '127.0.0.1';

/** Every device that a plan can ask for. The first of each account makes it. */
export const deviceLabels = ['alice-1', 'bob-1', 'carol-1', 'dave-1', 'alice-2', 'bob-2'] as const;

export const nameOf = (label: string): string => label.replace(/-\d$/, '');

/** The labels of a plan's devices: the second device of a name is its `-2`. */
export const labelsOf = (names: readonly string[]): string[] =>
	names.map(
		(name, index) => `${name}-${names.slice(0, index + 1).filter(it => it === name).length}`,
	);

export type Scene = {
	readonly ground: Ground;
	proxyOf(label: string): FaultProxy;
	/** Where the device finds the server: `HOST:PORT` of its proxy. */
	addressOf(label: string): string;
	/** Ends all connections, and whatever spoils them. */
	calm(): void;
	/** The compiled library, where this machine can build it. */
	readonly shim: string | undefined;
	/** Fresh data for one run, and the way back; `isSmall` puts the server's on a small disk of its own. */
	openRun(options: {isSmall: boolean}): Promise<RunFolder>;
	close(): Promise<void>;
};

export type RunFolder = {
	readonly path: string;
	readonly server: ServerPlace;
	remove(): Promise<void>;
};

const smallDisk = {size: '16m'};

/** Whether this machine lets us mount a small disk: Linux, as root. */
export const canMount = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;

const mountSmallDisk = (folder: string): void => {
	execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${smallDisk.size},mode=0700`, 'none', folder]);
};

/** Accounts, second devices, a group of all and one of some. */
const fillTemplate = async (
	ground: Ground,
	template: string,
	addressOf: (label: string) => string,
): Promise<ServerPlace> => {
	const place = await ground.openPlace(join(template, 'server'));
	const service = ground.createService({
		place,
		shims: new Map(),
		env: {},
		isExcused: () => false,
		onDefect: text => process.stderr.write(`${text}\n`),
	});
	const clients: Client[] = [];
	try {
		await service.start();
		for (const label of deviceLabels) {
			const account = {
				server: addressOf(label),
				name: nameOf(label),
				password,
				device: label,
				acceptNew: true,
				dataDir: join(template, label),
			};
			const signIn = label.endsWith('-1') ? register : logIn;
			await (await signIn(account)).stop();
			clients.push(await connect(account));
		}

		const [alice, bob, , dave] = clients;
		const crew = (await alice?.createGroup('crew', ['bob', 'carol', 'dave'])) ?? 0;
		await bob?.createGroup('club', ['carol']);
		await dave?.createGroup('attic', []);
		for (const line of ['Hello.', 'Is this on?']) {
			const id = alice?.sendMessage(crew, line) ?? '';
			await alice?.whenSent(id);
		}
	} finally {
		await Promise.all(clients.map(client => client.stop()));
		await service.stop();
	}

	return place;
};

/** The scene is to end the ground. */
export const openScene = async (ground?: Ground): Promise<Scene> =>
	openSceneOn(ground ?? (await openSingleServer()));

const openSceneOn = async (ground: Ground): Promise<Scene> => {
	const folder = mkdtempSync(join(tmpdir(), 'chat-tui-faults-'));
	const {port} = ground;
	const proxies = new Map<string, FaultProxy>();
	for (const label of deviceLabels) {
		proxies.set(label, await startProxy({host, port}));
	}

	const proxyOf = (label: string): FaultProxy => {
		const proxy = proxies.get(label);
		if (proxy === undefined) {
			throw new Error(`there is no device ${label}`);
		}

		return proxy;
	};

	const addressOf = (label: string): string => proxyOf(label).address;
	const close = async (): Promise<void> => {
		await Promise.all([...proxies.values()].map(proxy => proxy.close()));
		await ground.close();
		rmSync(folder, {recursive: true, force: true});
	};

	const template = join(folder, 'template');
	const shim = hasShim() ? join(folder, 'shim.so') : undefined;
	let filled: ServerPlace;
	try {
		if (shim !== undefined) {
			buildShim(shim);
		}

		filled = await fillTemplate(ground, template, addressOf);
	} catch (error) {
		await close();
		throw error;
	}

	return {
		ground,
		proxyOf,
		addressOf,
		calm() {
			for (const proxy of proxies.values()) {
				proxy.relent();
				proxy.cut();
			}
		},
		shim,
		async openRun({isSmall}) {
			const path = mkdtempSync(join(folder, 'run-'));
			const serverData = join(path, 'server');
			mkdirSync(serverData);
			if (isSmall) {
				mountSmallDisk(serverData);
			}

			cpSync(template, path, {recursive: true});
			const server = await ground.openPlace(serverData, filled);
			return {
				path,
				server,
				async remove() {
					await ground.closePlace(server);
					if (isSmall) {
						execFileSync('umount', ['-l', serverData]);
					}

					rmSync(path, {recursive: true, force: true});
				},
			};
		},
		close,
	};
};
