/** What every part of the bench is given, and what it gives back. */
import type {Report} from '../figure.ts';

export type PartOptions = {
	/** A folder on a real disk that is empty at first and removed after the run. */
	readonly folder: string;
	/** How often each load is repeated; the medians are reported. */
	readonly rounds: number;
	readonly roundMs: number;
	/** Short run to see that everything works: its figures mean little. */
	readonly isQuick: boolean;
	/** Tells the person in front of the terminal what is going on. */
	readonly log: (line: string) => void;
};

export type Part = (options: PartOptions) => Promise<Report>;
