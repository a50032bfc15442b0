/** What the devices of all runs talk to, as the driver sees it: a server on SQLite, or a cluster. */
import type {ClusterAct} from './cluster-acts.ts';
import type {Act, Target} from './plan.ts';
import type {Shim} from './shim.ts';
import type {ServerPlace} from './truth.ts';

export type ServiceAct = {readonly kind: 'kill-server'; readonly holdMs: number} | ClusterAct;

/** Passes after so many milliseconds, or sooner when everything is to be mended. */
export type Hold = (holdMs: number) => Promise<void>;

/** The processes of one run. */
export type Service = {
	/** Everything that they printed. */
	output(): string;
	/** Starts them all; tries again while a fault that was made may keep one from starting. */
	start(): Promise<void>;
	/** Does it, holds, and mends it. */
	strike(act: ServiceAct, hold: Hold): Promise<void>;
	/** Forgets what is armed and has not struck. */
	relent(): void;
	/** Process ids. */
	readonly pids: readonly number[];
	/** What it holds open beyond what it held at the first call, with the same devices, in words. */
	findLeaks(): string[];
	/** SIGTERM; returns what went wrong, in words. */
	stop(): Promise<string[]>;
	/** SIGKILL, now. */
	kill(): void;
};

export type ServiceOptions = {
	readonly place: ServerPlace;
	readonly shims: ReadonlyMap<Target, Shim>;
	readonly env: Readonly<Record<string, string>>;
	/** Whether a spoilt disk may keep it from starting. */
	readonly isExcused: () => boolean;
	readonly onDefect: (text: string) => void;
};

export type Ground = {
	/** Where every service is found. */
	readonly port: number;
	/** How long anything may take, in milliseconds. */
	readonly deadlineMs: number;
	/** How long devices may take to show the same, though nobody reconnects. */
	readonly equalMsMax: number;
	/** Whether devices find by a new connection what they missed; else they wait until they are told. */
	readonly isReconnecting: boolean;
	/** What this machine lacks for such an act. */
	lacks(act: Act): string | undefined;
	createService(options: ServiceOptions): Service;
	/** A place with a copy of what the database of `from` holds; the folder is the caller's business. */
	openPlace(folder: string, from?: ServerPlace): Promise<ServerPlace>;
	closePlace(place: ServerPlace): Promise<void>;
	close(): Promise<void>;
};
