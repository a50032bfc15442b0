/** Shows the program full-screen until it is left, and gives the terminal back. */
import process from 'node:process';
import {enterTerminal} from '../terminal/enter-terminal.ts';
import {collectEarly} from './collect-early.ts';
import {connectTo, openHome} from './home/home-actions.ts';
import type {KeyOverrides} from './keymap.ts';
import {createScreen} from './screen.tsx';
import type {KnownAccount, UiServices} from './services.ts';
import {chooseTheme} from './theme.ts';

export type UiOptions = {
	readonly services: UiServices;
	/** What the person has put in the place of built-in keys. */
	readonly keyOverrides?: KeyOverrides;
	/** `NAME@HOST:PORT` of an account that this computer knows: open it at once. */
	readonly account?: string;
	/** `HOST:PORT` to go to at once: with the account known there, else by its certificate and log-in. */
	readonly server?: string;
};

const findAccount = async ({
	services,
	account,
	server,
}: UiOptions): Promise<KnownAccount | undefined> => {
	if (account === undefined && server === undefined) {
		return undefined;
	}

	const accounts = await services.listAccounts();
	return accounts.find(known =>
		account === undefined ? known.server === server : `${known.name}@${known.server}` === account,
	);
};

/**
 * Resolves with the exit status when the person leaves. An account is opened before the terminal is
 * touched: what cannot be opened is an error on the person's own screen, and the first frame is the
 * main view.
 *
 * @throws {Error} when input or output is no terminal, or the account cannot be opened
 */
export const startUi = async (options: UiOptions): Promise<number> => {
	const {services, account, server} = options;
	const known = await findAccount(options);
	if (account !== undefined && known === undefined) {
		throw new Error(`This computer knows no account ${account}.`);
	}

	const client = known === undefined ? undefined : await services.openAccount(known);
	const terminal = enterTerminal({hasMouse: true});
	const quitting = Promise.withResolvers<void>();
	const screen = createScreen({
		terminal,
		services,
		theme: chooseTheme(process.env),
		keyOverrides: options.keyOverrides ?? {},
		onQuit: quitting.resolve,
		onFailure: quitting.reject,
	});
	const {host} = screen;
	try {
		if (client !== undefined) {
			host.openChat(client);
		} else if (server !== undefined) {
			connectTo(host, server);
		} else {
			openHome(host);
		}

		screen.show();
		// Starting is mostly garbage too, but there time counts more.
		setImmediate(collectEarly);
		await quitting.promise;
	} finally {
		screen.hide();
		terminal.leave();
	}

	await host.closeChat();
	return 0;
};
