/** A crowd in one group, some of whom stop reading: what the others notice of it, and whether those catch up. */
import {setTimeout as delay} from 'node:timers/promises';
import {v7 as newMessageId} from 'uuid';
import {percentile} from '../statistics.ts';
import {type Address, type Connection, spread} from './connection.ts';
import {eventKind} from './frame-scanner.ts';
import {greet, password, register, sendMessageFrames} from './stage-chat-tui.ts';

const registeredAtOnce = 25;
/** Of the messages that fill the queues of those who do not read. */
const floodTextCharacters = 8_000;
const floodInFlight = 16;
const quietMsMax = 20_000;
const keepAliveMs = 20_000;

export type CrowdLatency = {
	readonly messages: number;
	readonly p50Ms: number;
	readonly p99Ms: number;
};

type Member = {readonly name: string; readonly token: string; readonly connection: Connection};

export class Crowd {
	readonly #address: Address;
	#keepAlive: NodeJS.Timeout | undefined;
	#sender: Connection | undefined;
	#flooder: Connection | undefined;
	#readers: readonly Member[] = [];
	#stalled: readonly Member[] = [];
	#group = 0;
	#floodGroup = 0;
	/** When each message of a run was sent. */
	#sentAt: number[] = [];
	/** How many of a run's messages each reader has. */
	#arrived: Uint32Array = new Uint32Array();
	#latenciesMs: number[] = [];

	constructor(address: Address) {
		this.#address = address;
	}

	/** All are members of one group; those who will not read have another one for themselves. */
	async gather(members: number, stalled: number): Promise<void> {
		const all: Member[] = [];
		// To gather very many takes longer than a server waits for those who say nothing.
		this.#keepAlive = setInterval(() => {
			for (const {connection} of all) {
				void connection.request('ping', {});
			}
		}, keepAliveMs);
		while (all.length < members) {
			const size = Math.min(registeredAtOnce, members - all.length);
			const names = Array.from({length: size}, (_, index) => `member-${all.length + index}`);
			const added = names.map((name, index) =>
				registerForToken(spread(this.#address, all.length + index), name),
			);
			all.push(...(await Promise.all(added)));
		}

		this.#stalled = all.slice(0, stalled);
		this.#readers = all.slice(stalled);
		this.#sender = await register(this.#address, 'speaker');
		this.#group = await this.#makeGroup(this.#sender, 'crowd', all);
		this.#flooder = await register(this.#address, 'flooder');
		this.#floodGroup = await this.#makeGroup(this.#flooder, 'flood', this.#stalled);
		await this.#sender.request('ping', {});
		clearInterval(this.#keepAlive);
		for (const [index, {connection}] of this.#readers.entries()) {
			await connection.request('ping', {});
			connection.count(kind => {
				if (kind === eventKind) {
					this.#note(index);
				}
			});
		}
	}

	/** Somebody writes to the group, so many messages a second, whatever the server does. */
	async speak(seconds: number, perSecond: number): Promise<CrowdLatency> {
		this.#sentAt = [];
		this.#arrived = new Uint32Array(this.#readers.length);
		this.#latenciesMs = [];
		const nextFrame = sendMessageFrames(this.#group);
		const messages = seconds * perSecond;
		const startedAt = performance.now();
		for (let count = 0; count < messages; count += 1) {
			await delay(Math.max(0, startedAt + (count * 1_000) / perSecond - performance.now()));
			this.#sentAt.push(performance.now());
			this.#sender?.socket.write(nextFrame(1_000_000 + count));
		}

		await this.#untilAllHave(messages);
		return {
			messages,
			p50Ms: percentile(this.#latenciesMs, 0.5),
			p99Ms: percentile(this.#latenciesMs, 0.99),
		};
	}

	/** From now on some read nothing. */
	stall(): void {
		for (const {connection} of this.#stalled) {
			connection.socket.pause();
		}
	}

	/** Those who may stall get this much. */
	async flood(megabytes: number): Promise<void> {
		const text = 'x'.repeat(floodTextCharacters);
		const messages = Math.ceil((megabytes * 1_000_000) / floodTextCharacters);
		for (let sent = 0; sent < messages; sent += floodInFlight) {
			await Promise.all(
				Array.from({length: floodInFlight}, () =>
					this.#flooder?.request('send-message', {
						conversation: this.#floodGroup,
						id: newMessageId(),
						text,
					}),
				),
			);
		}
	}

	/** Those who did not read come back and fetch what they missed; returns how many entries came in all. */
	async recover(): Promise<number> {
		let entries = 0;
		for (const {connection, token} of this.#stalled) {
			connection.close();
			const again = await greet(this.#address);
			const {epoch} = await again.request('resume', {token});
			for (const log of [this.#group, this.#floodGroup]) {
				entries += await fetchAll(again, log, epoch);
			}

			again.close();
		}

		return entries;
	}

	async #makeGroup(owner: Connection, name: string, members: readonly Member[]): Promise<number> {
		const batches = Array.from({length: Math.ceil(members.length / 90)}, (_, index) =>
			members.slice(index * 90, (index + 1) * 90).map(member => member.name),
		);
		const [first = [], ...others] = batches;
		const {conversation} = await owner.request('create-group', {name, members: first});
		for (const names of others) {
			await Promise.all(
				names.map(name => owner.request('invite-member', {conversation: conversation.id, name})),
			);
		}

		return conversation.id;
	}

	/** Entries of a log come in its order: the next that arrives is the next that was sent. */
	#note(reader: number): void {
		const message = this.#arrived[reader] ?? 0;
		const sentAt = this.#sentAt[message];
		if (sentAt !== undefined) {
			this.#arrived[reader] = message + 1;
			this.#latenciesMs.push(performance.now() - sentAt);
		}
	}

	async #untilAllHave(messages: number): Promise<void> {
		const startedAt = performance.now();
		while (this.#arrived.some(count => count < messages)) {
			if (performance.now() - startedAt > quietMsMax) {
				const late = this.#arrived.filter(count => count < messages).length;
				throw new Error(`${late} of the readers lack messages.`);
			}

			await delay(5);
		}
	}
}

const registerForToken = async (address: Address, name: string): Promise<Member> => {
	const connection = await greet(address);
	const {token} = await connection.request('register', {name, password, device: 'bench'});
	return {name, token, connection};
};

/** @throws when the log has a hole */
const fetchAll = async (connection: Connection, log: number, epoch: string): Promise<number> => {
	let after = 0;
	for (;;) {
		const {entries, head} = await connection.request('fetch-entries', {log, epoch, after});
		for (const {seq} of entries) {
			after += 1;
			if (seq !== after) {
				throw new Error(`Log ${log} has ${seq} where ${after} is due.`);
			}
		}

		if (after >= head) {
			return after;
		}
	}
};
