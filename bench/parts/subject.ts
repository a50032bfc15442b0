/** A server under load together with the generator that loads it. */
import type {Certificate, RelayCalls} from '../floors/relay.ts';
import type {Address} from '../generator/connection.ts';
import type {GeneratorCalls, Wire} from '../generator/generator.ts';
import {
	generatorCore,
	type PinnedProcess,
	serverCore,
	startPinned,
} from '../processes/pinned-process.ts';
import type {ServerCalls} from '../server-process.ts';

export type Subject = {
	readonly name: string;
	readonly wire: Wire;
	readonly address: Address;
	readonly server: PinnedProcess<Pick<RelayCalls & ServerCalls, 'collectGarbage'>>;
	readonly generator: PinnedProcess<GeneratorCalls>;
	stop(): Promise<void>;
};

const withGenerator = (parts: Pick<Subject, 'name' | 'wire' | 'address' | 'server'>): Subject => {
	const generator = startPinned<GeneratorCalls>({
		script: new URL('../generator/generator.ts', import.meta.url),
		core: generatorCore,
	});
	return {
		...parts,
		generator,
		async stop() {
			await generator.stop();
			await parts.server.stop();
		},
	};
};

/** `storePath` makes it sync every frame to that file before it delivers. */
export const startFloor = async (
	options: {storePath?: string; certificate?: Certificate} = {},
): Promise<Subject> => {
	const server = startPinned<RelayCalls>({
		script: new URL('../floors/relay.ts', import.meta.url),
		core: serverCore,
		nodeOptions: ['--expose-gc'],
	});
	const {port} = await server.call('listen', options);
	const name = options.storePath === undefined ? 'floor: tick' : 'floor: fsync';
	const isTls = options.certificate !== undefined;
	return withGenerator({name, wire: 'relay', address: {port, isTls}, server});
};

export const startChatTui = async (options: {folder: string; isTls: boolean}): Promise<Subject> => {
	const server = startPinned<ServerCalls>({
		script: new URL('../server-process.ts', import.meta.url),
		core: serverCore,
		nodeOptions: ['--expose-gc'],
	});
	const {port} = await server.call('listen', {folder: options.folder});
	const address = {port, isTls: options.isTls};
	return withGenerator({name: 'chat-tui', wire: 'chat-tui', address, server});
};
