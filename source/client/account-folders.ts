/** The accounts that this computer has logged in to: one folder each, `accounts/NAME@HOST_PORT`. */
import {existsSync, readdirSync, statSync, utimesSync} from 'node:fs';
import {join} from 'node:path';
import {nameKey} from '../protocol/names.ts';
import {readTextFile, replacePrivateFile} from './private-file.ts';

export type AccountName = {
	readonly name: string;
	/** `HOST:PORT` */
	readonly server: string;
};

export type KnownAccount = AccountName & {
	/** When it was last opened, in milliseconds since 1970. */
	readonly usedAt: number;
};

const accountsFolder = (dataDir: string): string => join(dataDir, 'accounts');
const cardOf = (folder: string): string => join(folder, 'account.json');

/** Letters, digits and a few signs stay; what a file system might not take becomes `%HEX`. */
const fileNameOf = (text: string): string =>
	text.replace(
		/[^\p{L}\p{M}\p{N}_.@-]/gu,
		character => `%${character.codePointAt(0)?.toString(16) ?? ''}`,
	);

export const accountFolder = (dataDir: string, {name, server}: AccountName): string =>
	join(accountsFolder(dataDir), fileNameOf(`${nameKey(name)}@${server.replace(/:(?=\d+$)/, '_')}`));

export const accountDatabaseFile = (folder: string): string => join(folder, 'chat.db');

export const hasAccount = (dataDir: string, account: AccountName): boolean =>
	existsSync(accountDatabaseFile(accountFolder(dataDir, account)));

/** Notes that the account was used now. The card's time of change is the time of use. */
export const noteAccountUse = (dataDir: string, {name, server}: AccountName): void => {
	const card = cardOf(accountFolder(dataDir, {name, server}));
	if (readTextFile(card) === undefined) {
		replacePrivateFile(card, `${JSON.stringify({name, server})}\n`);
	}

	const now = new Date();
	utimesSync(card, now, now);
};

const readCard = (folder: string): KnownAccount | undefined => {
	const text = readTextFile(cardOf(folder));
	if (text === undefined) {
		return undefined;
	}

	const {name, server} = JSON.parse(text) as AccountName;
	return {name, server, usedAt: Math.round(statSync(cardOf(folder)).mtimeMs)};
};

/** Most recently used first. Opens no database. */
export const listAccounts = (dataDir: string): KnownAccount[] => {
	const folder = accountsFolder(dataDir);
	return (existsSync(folder) ? readdirSync(folder) : [])
		.map(entry => readCard(join(folder, entry)))
		.filter(account => account !== undefined)
		.sort((one, other) => other.usedAt - one.usedAt);
};
