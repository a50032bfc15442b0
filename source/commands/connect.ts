/** The screen: home without words, one server's chat with `connect HOST:PORT`. */
import {listAccounts} from '../client/account-folders.ts';
import {openAccount} from '../client/accounts.ts';
import {fetchCertificate} from '../client/dial.ts';
import {findPin, pinServer} from '../client/known-servers.ts';
import {parseServerAddress} from '../client/server-address.ts';
import type {UiServices} from '../ui/services.ts';
import {CommandFailure, UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {dataFolderOf, findAccount, reportFailures} from './open-account.ts';
import type {RunningServer} from './run-server-process.ts';

/** The flags that concern a server started from the home screen, as its command line. */
const serverArguments = ({data, host, port}: CommandFlags): readonly string[] => [
	...(data === undefined ? [] : ['--data', `${data}/server`]),
	...(host === undefined ? [] : ['--host', host]),
	...(port === undefined ? [] : ['--port', port]),
];

/** At most one server a program; asked again, the one that runs is told. */
const createServerStarter = (flags: CommandFlags) => {
	let running: Promise<RunningServer> | undefined;
	return {
		async start() {
			const {runServerProcess} = await import('./run-server-process.ts');
			running ??= runServerProcess(serverArguments(flags));
			try {
				const {addresses, port, ...server} = await running;
				const [publicAddress] = addresses.filter(address => !address.startsWith('localhost:'));
				return {
					...server,
					address: `localhost:${port}`,
					...(publicAddress === undefined ? {} : {publicAddress}),
				};
			} catch (error) {
				running = undefined;
				throw error;
			}
		},
		async stop() {
			await (await running)?.stop();
		},
	};
};

const createServices = (
	flags: CommandFlags,
	startServer: UiServices['startServer'],
): UiServices => {
	const dataDir = dataFolderOf(flags);
	const options = {insecure: flags.insecure ?? false};
	const loadSignIn = () => import('../client/sign-in.ts');
	return {
		listAccounts: async () => listAccounts(dataDir),
		openAccount: async account => openAccount(dataDir, account, options),
		async fetchFingerprint(server) {
			const {fingerprint, isVouchedFor} = await fetchCertificate(server);
			return {fingerprint, pinned: isVouchedFor ? fingerprint : findPin(dataDir, server)};
		},
		trustCertificate: async (server, fingerprint) => pinServer(dataDir, server, fingerprint),
		register: async credentials =>
			(await loadSignIn()).register({...options, ...credentials, dataDir}),
		logIn: async credentials => (await loadSignIn()).logIn({...options, ...credentials, dataDir}),
		startServer,
		openLink: async address => (await import('../terminal/open-link.ts')).openLink(address),
		openFile: async path => (await import('../terminal/open-file.ts')).openFile(path),
		playFile: async path => (await import('../terminal/open-file.ts')).playFile(path),
		recordSound: async () => (await import('../terminal/record-sound.ts')).recordSound(),
	};
};

/** Where the command line wants to go. @throws {UsageError | CommandFailure} */
const readDestination = (words: readonly string[], flags: CommandFlags) => {
	const [address, ...others] = words;
	const server = address === undefined ? undefined : parseServerAddress(address)?.text;
	if (others.length > 0 || (address !== undefined && server === undefined)) {
		throw new UsageError('Usage: chat-tui connect HOST:PORT, or wss://HOST/ws');
	}

	if (flags.account === undefined) {
		return server === undefined ? {} : {server};
	}

	const {name, server: home} = findAccount(flags);
	return {account: `${name}@${home}`};
};

const loadKeyOverrides = async (flags: CommandFlags) =>
	(await import('./read-key-overrides.ts')).readKeyOverrides(flags);

export const connectCommand = (words: readonly string[], flags: CommandFlags): Promise<number> =>
	reportFailures(async () => {
		if (!process.stdin.isTTY || !process.stdout.isTTY) {
			throw new CommandFailure(
				'The screen needs a terminal. See chat-tui --help for commands without one.',
			);
		}

		const destination = readDestination(words, flags);
		const starter = createServerStarter(flags);
		const keyOverrides = await loadKeyOverrides(flags);
		const {startUi} = await import('../ui/start.tsx');
		try {
			return await startUi({
				services: createServices(flags, () => starter.start()),
				keyOverrides,
				...destination,
			});
		} finally {
			await starter.stop();
		}
	});
