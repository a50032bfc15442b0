/** The command line: flags and the first word choose one of `commands/`, which is imported only then. */
import meow from 'meow';
import {CommandFailure, UsageError} from './commands/command-failure.ts';
import type {CommandFlags} from './commands/command-flags.ts';

const help = `
	Usage
	  $ chat-tui                                    home screen: recent servers, or start one here
	  $ chat-tui connect HOST:PORT                  open the chat with a server
	  $ chat-tui --serve                            run a server (TLS, SQLite, no set-up)
	  $ chat-tui backup [-o FILE]                   back up a server, which may go on running
	  $ chat-tui restore FILE [--replace]           put a backup where a server is to be
	  $ chat-tui migrate --from DIR                 move a server to PostgreSQL, for several nodes

	When something does not work
	  $ chat-tui doctor                             look at this computer and its servers
	  $ chat-tui doctor --serve                     look at the server on this machine

	Without a screen
	  $ chat-tui register HOST:PORT --name NAME     make an account and log in
	  $ chat-tui login HOST:PORT --name NAME        log in on this device
	  $ chat-tui send TARGET [TEXT|-]               send a message; "-" or no text reads standard input
	  $ chat-tui send TARGET --file PATH [TEXT]     send a file; --file may come again
	  $ chat-tui get [TARGET] MESSAGE [-o PATH]     save the file of a message, named by its id
	  $ chat-tui read TARGET [--limit N] [--follow] print messages
	  $ chat-tui run "/COMMAND …"                   any slash command
	  $ chat-tui export [DIR]                       everything you have, as JSON lines and as pages

	  HOST:PORT may be wss://HOST/ws where a server is reached by WebSocket.
	  TARGET is @name or #group. The password comes from a prompt, from
	  CHAT_TUI_PASSWORD or from --password-file, never from the command line.

	Options
	  --data DIR             folder of the databases (default: the user's data folder)
	  --account NAME@HOST:PORT  which account, if there are several (default: last used)
	  --json                 print one JSON object a line
	  -f, --file PATH        a file to send
	  -o, --output PATH      where to save a file (default: the downloads folder), or a backup
	  --replace              restore in the place of a server, which is kept beside it
	  --limit N              how many messages to read (default: 50)
	  --follow               keep printing new messages
	  --format FORMAT        what to export: json, html or both (default: both)
	  --file-limit SIZE      export no larger files (500M, 4G); --no-files: none at all
	  --device NAME          what to call this device (default: the host's name)
	  --code CODE            invitation code for register
	  --password-file FILE   read the password from the first line of FILE
	  --accept-new           trust the server's certificate on first use without asking
	  --accept-fingerprint FINGERPRINT  trust the server only if it shows this one

	Options of the server
	  --host ADDRESS         where to listen (default: all addresses)
	  --port PORT            (default: 7800)
	  --registration open|invite|closed  who may make an account (default: open)
	  --server-name NAME     what to call the server (default: the host's name)
	  --insecure             take connections without TLS from other machines too
	  --proxy-from ADDRESSES believe these proxies whom they speak for
	  --config FILE          read settings from a file; --print-config prints them all

	Exit status: 0 done and acknowledged by the server, 1 refused or failed, 2 wrong usage.
`;

const parse = (argv: readonly string[]) =>
	meow(help, {
		importMeta: import.meta,
		argv: [...argv],
		allowUnknownFlags: false,
		description: false,
		booleanDefault: undefined,
		flags: {
			serve: {type: 'boolean'},
			data: {type: 'string'},
			account: {type: 'string'},
			json: {type: 'boolean'},
			file: {type: 'string', isMultiple: true, shortFlag: 'f'},
			output: {type: 'string', shortFlag: 'o'},
			limit: {type: 'number'},
			follow: {type: 'boolean'},
			format: {type: 'string'},
			fileLimit: {type: 'string'},
			files: {type: 'boolean'},
			name: {type: 'string'},
			device: {type: 'string'},
			code: {type: 'string'},
			passwordFile: {type: 'string'},
			acceptNew: {type: 'boolean'},
			acceptFingerprint: {type: 'string'},
			host: {type: 'string'},
			port: {type: 'string'},
			registration: {type: 'string'},
			serverName: {type: 'string'},
			insecure: {type: 'boolean'},
			proxyFrom: {type: 'string'},
			webOrigins: {type: 'string'},
			rateLimits: {type: 'boolean'},
			config: {type: 'string'},
			printConfig: {type: 'boolean'},
			logLevel: {type: 'string'},
			logFormat: {type: 'string'},
			metricsTokenFile: {type: 'string'},
			postgres: {type: 'string'},
			redis: {type: 'string'},
			nodeName: {type: 'string'},
			filesFolder: {type: 'string'},
			s3Endpoint: {type: 'string'},
			s3Bucket: {type: 'string'},
			s3Region: {type: 'string'},
			s3Prefix: {type: 'string'},
			s3CredentialsFile: {type: 'string'},
			backupEvery: {type: 'string'},
			backupKeep: {type: 'string'},
			replace: {type: 'boolean'},
			from: {type: 'string'},
			toPostgres: {type: 'string'},
		},
	});

/** @throws {UsageError} for a flag that is there twice, say */
const parseCommandLine: typeof parse = argv => {
	try {
		return parse(argv);
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error), {cause: error});
	}
};

/** Returns the exit status. */
const runCommand = async (
	command: string | undefined,
	words: readonly string[],
	flags: CommandFlags,
): Promise<number> => {
	if (command === 'doctor') {
		return (await import('./commands/doctor.ts')).doctorCommand(words, flags);
	}

	if (flags.serve || flags.printConfig) {
		if (command !== undefined) {
			throw new UsageError(`--serve takes no further words: ${command}`);
		}

		return (await import('./commands/serve.ts')).serveCommand(flags);
	}

	switch (command) {
		case undefined:
		case 'connect':
			return (await import('./commands/connect.ts')).connectCommand(words, flags);
		case 'register':
		case 'login':
			return (await import('./commands/log-in.ts')).logInCommand(command, words, flags);
		case 'send':
			return (await import('./commands/send.ts')).sendCommand(words, flags);
		case 'get':
			return (await import('./commands/get.ts')).getCommand(words, flags);
		case 'read':
			return (await import('./commands/read.ts')).readCommand(words, flags);
		case 'export':
			return (await import('./commands/export.ts')).exportCommand(words, flags);
		case 'run':
			return (await import('./commands/run.ts')).runCommand(words, flags);
		case 'backup':
			return (await import('./commands/backup.ts')).backupCommand(words, flags);
		case 'restore':
			return (await import('./commands/restore.ts')).restoreCommand(words, flags);
		case 'migrate':
			return (await import('./commands/migrate.ts')).migrateCommand(words, flags);
		default:
			throw new UsageError(`There is no command "${command}". See chat-tui --help.`);
	}
};

/** What follows `--` is no flag. */
const asksForHelp = (argv: readonly string[]): boolean => {
	const end = argv.indexOf('--');
	return argv.slice(0, end === -1 ? argv.length : end).includes('--help');
};

/** Takes it out of the environment too: no program that is started from here inherits it. */
const takePassword = (): string | undefined => {
	const {CHAT_TUI_PASSWORD: password} = process.env;
	delete process.env.CHAT_TUI_PASSWORD;
	return password;
};

/** Runs one command line and sets the process's exit status; returns when the command has ended. */
export const runCommandLine = async (argv: readonly string[]): Promise<void> => {
	try {
		// Whoever asks for help gets it and nothing else, wherever they ask; it ends the program.
		const {input, flags} = parseCommandLine(asksForHelp(argv) ? ['--help'] : argv);
		const [command, ...words] = input;
		process.exitCode = await runCommand(command, words, {...flags, password: takePassword()});
	} catch (error) {
		if (!(error instanceof CommandFailure)) {
			throw error;
		}

		(await import('./commands/print.ts')).printFailure(error.message);
		process.exitCode = error.exitCode;
	}
};
