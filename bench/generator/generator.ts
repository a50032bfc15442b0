/** The process that loads a server: stages a scenario and runs it, or holds idle connections. */
import {answerCalls} from '../processes/calls.ts';
import type {Address, Connection} from './connection.ts';
import {Crowd, type CrowdLatency} from './crowd.ts';
import {Herd, type HerdResult} from './herd.ts';
import {openLoggedIn, openOnRelay, registerAccounts} from './idle.ts';
import {Load, type RunEnd, type RunResult} from './load.ts';
import type {Scenario} from './scenario.ts';
import {seedHistory} from './seed-history.ts';
import {register, stageChatTui} from './stage-chat-tui.ts';
import {stageRelay} from './stage-relay.ts';

/** What the server at the other end speaks. */
export type Wire = 'chat-tui' | 'relay';

export type GeneratorCalls = {
	stage: {request: {wire: Wire; address: Address; scenario: Scenario}; reply: null};
	run: {request: RunEnd; reply: RunResult};
	/** Makes the accounts that `openIdle` logs in to; nothing to do on the relay. */
	prepareIdle: {request: {wire: Wire; address: Address; accounts: number}; reply: null};
	openIdle: {
		request: {wire: Wire; address: Address; accounts: number; connections: number};
		reply: {seconds: number};
	};
	/** Logs many devices in, which then can be cut as often as wanted. */
	gatherHerd: {request: {address: Address; accounts: number; devices: number}; reply: null};
	cutHerd: {request: null; reply: HerdResult};
	/** Members of one group, of whom `stalled` will stop reading. */
	gatherCrowd: {request: {address: Address; members: number; stalled: number}; reply: null};
	speak: {request: {seconds: number; perSecond: number}; reply: CrowdLatency};
	flood: {request: {megabytes: number}; reply: null};
	stall: {request: null; reply: null};
	recover: {request: null; reply: {entries: number}};
	countOpen: {request: null; reply: {open: number}};
	seedHistory: {request: {address: Address}; reply: null};
};

let load: Load | undefined;
let herd: Herd | undefined;
let crowd: Crowd | undefined;
let idle: readonly Connection[] = [];

const requireCrowd = (): Crowd => {
	if (!crowd) {
		throw new Error('No crowd is gathered.');
	}

	return crowd;
};

answerCalls<GeneratorCalls>({
	async stage({wire, address, scenario}) {
		const stageOn = wire === 'relay' ? stageRelay : stageChatTui;
		load = new Load(await stageOn(address, scenario), scenario.window);
		return null;
	},
	run(end) {
		if (!load) {
			throw new Error('Nothing is staged.');
		}

		return load.run(end);
	},
	async prepareIdle({wire, address, accounts}) {
		if (wire === 'chat-tui') {
			await registerAccounts(address, accounts);
		}

		return null;
	},
	async openIdle({wire, address, accounts, connections}) {
		const startedAt = performance.now();
		idle =
			wire === 'relay'
				? await openOnRelay(address, connections)
				: await openLoggedIn({address, accounts, connections});
		return {seconds: (performance.now() - startedAt) / 1_000};
	},
	async seedHistory({address}) {
		await seedHistory(address);
		return null;
	},
	async gatherHerd({address, accounts, devices}) {
		const newcomer = await register(address, 'newcomer');
		newcomer.close();
		herd = new Herd(address);
		await herd.gather(devices, accounts);
		return null;
	},
	cutHerd() {
		if (!herd) {
			throw new Error('No herd is gathered.');
		}

		return herd.cut();
	},
	async gatherCrowd({address, members, stalled}) {
		crowd = new Crowd(address);
		await crowd.gather(members, stalled);
		return null;
	},
	speak: ({seconds, perSecond}) => requireCrowd().speak(seconds, perSecond),
	async flood({megabytes}) {
		await requireCrowd().flood(megabytes);
		return null;
	},
	stall() {
		requireCrowd().stall();
		return null;
	},
	recover: async () => ({entries: await requireCrowd().recover()}),
	countOpen: () => ({open: idle.filter(connection => connection.isOpen()).length}),
});
