/** What the driver and a client of its own process say to each other: one JSON object a message. */
import type {Action} from './plan.ts';

export type ClientTask = {
	readonly server: string;
	readonly name: string;
	readonly password: string;
	readonly dataDir: string;
	readonly device: string;
	/** A folder with files to send, for files that were fetched. */
	readonly files: string;
	/** Whether this device may log out and in again. */
	readonly mayLogOut: boolean;
};

export type Order =
	/** Does these one after the other, telling of each. */
	| {readonly order: 'play'; readonly script: readonly Action[]}
	/** Comes online and up to date, sends all it has, and tells what it shows. */
	| {readonly order: 'settle'; readonly isReconnecting: boolean}
	| {readonly order: 'show'}
	/** Tells what it waits for, when a run takes too long. */
	| {readonly order: 'explain'}
	| {readonly order: 'stop'};

/** A change that the server has confirmed. */
export type Change = {
	readonly kind: 'edit' | 'recall';
	readonly conversation: number;
	/** The message. */
	readonly seq: number;
	readonly text: string;
};

export type News =
	| {readonly news: 'open'}
	/** In the outbox: from now on it must not get lost. */
	| {readonly news: 'queued'; readonly id: string}
	| {readonly news: 'acknowledged'; readonly id: string; readonly seq: number}
	| {readonly news: 'changed'; readonly change: Change}
	/** An action is over; `refusal` is the code that it failed with. */
	| {readonly news: 'done'; readonly action: string; readonly refusal?: string}
	| {readonly news: 'played'}
	| {readonly news: 'settled'}
	| {readonly news: 'shown'; readonly view: View}
	| {readonly news: 'explained'; readonly text: string}
	/** What no fault excuses. */
	| {readonly news: 'defect'; readonly text: string};

/** What a device shows of what all devices of its account share, as JSON. */
export type View = Readonly<Record<string, unknown>>;
