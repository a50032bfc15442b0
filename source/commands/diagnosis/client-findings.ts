/** What `chat-tui doctor` looks at on a computer that chats: terminal, local data, and each server it knows. */
import {
	type AccountName,
	accountDatabaseFile,
	accountFolder,
	listAccounts,
} from '../../client/account-folders.ts';
import {dial} from '../../client/dial.ts';
import {sayHello} from '../../client/greeting.ts';
import type {CommandFlags} from '../command-flags.ts';
import {dataFolderOf} from '../open-account.ts';
import {readKeyOverrides} from '../read-key-overrides.ts';
import {bad, doubtful, type Finding, good, tryToFind} from './finding.ts';
import {findFolder, findNode} from './machine-findings.ts';

const columnsMin = 40;
const rowsMin = 12;
/** Times of messages would look wrong. */
const clockMsMax = 30_000;

const findTerminal = (): readonly Finding[] => {
	const {isTTY, columns = 0, rows = 0} = process.stdout;
	if (!isTTY) {
		return [good('Terminal', 'none here: send, read and run need none')];
	}

	const {TERM = '', COLORTERM, LC_ALL, LC_CTYPE, LANG} = process.env;
	const locale = LC_ALL || LC_CTYPE || LANG || '';
	const findings: Finding[] = [
		columns < columnsMin || rows < rowsMin
			? bad('Terminal', `${columns}×${rows} is too small`, `At least ${columnsMin}×${rowsMin}.`)
			: good('Terminal', `${TERM}, ${columns}×${rows}${COLORTERM ? `, ${COLORTERM}` : ''}`),
	];
	if (!/utf-?8/i.test(locale)) {
		const advice = 'Set one that does, such as LANG=C.UTF-8.';
		findings.push(doubtful('Locale', `"${locale}" does not speak of UTF-8`, advice));
	}

	return findings;
};

const findKeys = (flags: CommandFlags): Finding => {
	const count = Object.keys(readKeyOverrides(flags)).length;
	return good('Keys', count === 0 ? 'the usual ones' : `${count} of your own`);
};

const findAccountData = async (dataDir: string, account: AccountName): Promise<Finding> => {
	const {inspectAccountDatabase} = await import('../../client/database/inspect-database.ts');
	const file = accountDatabaseFile(accountFolder(dataDir, account));
	const {problems, queued, entries} = inspectAccountDatabase(file);
	const subject = `@${account.name}`;
	if (problems.length > 0) {
		const advice = `Move ${file} away and log in again: the server has what was sent.`;
		return bad(subject, `the local copy is damaged: ${problems[0]}`, advice);
	}

	const waiting = queued === 0 ? '' : `, ${queued} waiting to be sent`;
	return good(subject, `the copy of ${account.server} is sound; entries: ${entries}${waiting}`);
};

const findServer = async (
	dataDir: string,
	server: string,
	flags: CommandFlags,
): Promise<readonly Finding[]> => {
	const startedAt = performance.now();
	const options = {insecure: flags.insecure ?? false};
	const connection = await dial({dataDir, server, options});
	try {
		const {server: told} = await sayHello(connection);
		const askedAt = performance.now();
		const {at} = await connection.request('ping', {});
		const roundTripMs = performance.now() - askedAt;
		const clockMs = at - (Date.now() - roundTripMs / 2);
		const text = `${told.name} (${told.software}) answers in ${roundTripMs.toFixed(1)} ms, the certificate is the known one; connected in ${(askedAt - startedAt).toFixed(0)} ms`;
		const answer = good(server, text);
		const seconds = Math.round(Math.abs(clockMs) / 1_000);
		return Math.abs(clockMs) < clockMsMax
			? [answer]
			: [
					answer,
					doubtful(
						server,
						`its clock is ${seconds} s ${clockMs > 0 ? 'ahead' : 'behind'}`,
						'Set the clock that is wrong: times of messages look odd, nothing else suffers.',
					),
				];
	} finally {
		connection.close(new Error('The check is over.'));
	}
};

/** In the order of a person's questions: this machine, what is kept here, what is out there. */
export const findOfClient = async (flags: CommandFlags): Promise<readonly Finding[]> => {
	const dataDir = dataFolderOf(flags);
	const accounts = listAccounts(dataDir);
	const servers = [...new Set(accounts.map(({server}) => server))];
	const local = [
		[findNode(), ...findTerminal()],
		await tryToFind('Folder', `Look at the rights of ${dataDir}.`, () => findFolder(dataDir)),
		await tryToFind('Keys', 'Mend or remove the file.', () => findKeys(flags)),
	];
	const copies = await Promise.all(
		accounts.map(account =>
			tryToFind(`@${account.name}`, 'See what uses or damages the file.', () =>
				findAccountData(dataDir, account),
			),
		),
	);
	const answers = await Promise.all(
		servers.map(server =>
			tryToFind(server, 'Is it running, and does a firewall let you through?', () =>
				findServer(dataDir, server, flags),
			),
		),
	);
	return [...local, ...copies, ...answers].flat();
};
