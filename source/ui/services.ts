/** What the screen needs from the rest of the program, as functions, so that it imports only the client's types. */
import type {Client} from '../client/client-api.ts';

/** An account that this computer has logged in to before. */
export type KnownAccount = {
	readonly name: string;
	/** `HOST:PORT` */
	readonly server: string;
	/** When it was last opened, in milliseconds since 1970; 0 if unknown. */
	readonly usedAt: number;
};

export type Credentials = {
	readonly server: string;
	readonly name: string;
	readonly password: string;
	/** Invitation code; only for `register`. */
	readonly code?: string;
};

/** The certificate that a server shows now, and the one that was pinned for it, if any. */
export type ServerCertificate = {
	readonly fingerprint: string;
	readonly pinned: string | undefined;
};

/** A server that this process or one of its children runs. */
export type StartedServer = {
	/** `HOST:PORT` to reach it from this machine. */
	readonly address: string;
	/** `HOST:PORT` for other machines, if there is a network. */
	readonly publicAddress?: string;
	readonly fingerprint: string;
	/** Claims the administrator's role once; absent when that has been done. */
	readonly adminCode?: string;
};

/** Every function may reject with an error whose `message` is for people. */
export type UiServices = {
	/** Most recently used first. */
	listAccounts(): Promise<readonly KnownAccount[]>;
	/** Opens the account's local copy. The client is not started yet. */
	openAccount(account: KnownAccount): Promise<Client>;
	fetchFingerprint(server: string): Promise<ServerCertificate>;
	trustCertificate(server: string, fingerprint: string): Promise<void>;
	register(credentials: Credentials): Promise<Client>;
	logIn(credentials: Credentials): Promise<Client>;
	/** Resolves when the server takes connections; one that runs already is joined. */
	startServer(): Promise<StartedServer>;
	/** Opens a `http`, `https` or `mailto` address outside the terminal; rejects any other. */
	openLink(address: string): Promise<void>;
	/** Opens a file with the program that the system has for it. */
	openFile(path: string): Promise<void>;
	/** Plays sound or video; resolves when it is over. */
	playFile(path: string): Promise<void>;
	/** Records from the microphone until `stop`, which gives the path of the sound. */
	recordSound(): Promise<{stop(): Promise<string>}>;
};
