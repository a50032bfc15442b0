/** What a slash command is: one row of the table that runs, completes and explains them all. */
import type {Client} from '../client-api.ts';

/** What an argument names; Tab offers what fits. */
export type ArgumentKind =
	/** `@name` */
	| 'person'
	/** `#group` */
	| 'group'
	/** `@name` or `#group` */
	| 'target'
	/** The name of a slash command. */
	| 'command'
	/** One of a few words. */
	| {readonly words: readonly string[]}
	/** One word; these are offered, and others are taken too. */
	| {readonly suggestions: readonly string[]}
	/** A word that nobody may read over a shoulder: the screen masks it and keeps it in no history. */
	| 'secret'
	/** One word that nobody can guess; `"…"` holds several together. */
	| 'word'
	/** Everything to the end of the input, as it was written. */
	| 'text'
	/** The same, and Tab offers the files of this computer. */
	| 'paths';

export type SlashContext = {
	/** The open conversation, which commands mean when they name no other. */
	readonly conversation?: number | undefined;
};

/** What a command has to say, as plain data: the screen prints lines, `run --json` prints objects. */
export type SlashResult = {
	/** For people; free of control characters. */
	readonly lines: readonly string[];
	/** For programs; strings in it are as the server keeps them. */
	readonly objects: readonly object[];
	/** The conversation to show now. */
	readonly openConversation?: number;
	/** Messages that were put into the outbox: who ends soon waits for them. */
	readonly sent?: readonly string[];
	/** What the screen does with a file that is here now, or to make one. */
	readonly show?:
		| {readonly action: 'open' | 'play'; readonly path: string}
		| {readonly action: 'record'};
	/** The person wants to leave the program. */
	readonly quit?: boolean;
};

export type SlashCommand = {
	/** What follows the name, as help shows it: `TARGET TEXT`; `[…]` may be left out. */
	readonly usage: string;
	/** One sentence for people. */
	readonly summary: string;
	/** By position. */
	readonly arguments: readonly ArgumentKind[];
	/** How many of them must be there. */
	readonly required: number;
	/** Whether the last one may come again. */
	readonly repeats?: boolean;
	/** Whether `--in TARGET`, before the arguments, puts another conversation in the open one's place. */
	readonly takesPlace?: boolean;
	/**
	 * `args` are as many as `arguments`, fewer when optional ones were left out, more when the last
	 * one repeats.
	 *
	 * @throws {SlashUsageError | ProtocolError | ClientError} with a message for people
	 */
	run(client: Client, context: SlashContext, args: readonly string[]): Promise<SlashResult>;
};

/** By name; one of two words, such as `group mute`, is typed as it stands. */
export type SlashCommands = Readonly<Record<string, SlashCommand>>;

/** The commands of one area, as help lists them together. */
export type SlashArea = {readonly title: string; readonly commands: SlashCommands};

/** The input makes no sense as a command; nothing was asked of the server. */
export class SlashUsageError extends Error {
	override name = 'SlashUsageError' as const;
}
