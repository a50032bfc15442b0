/** `chat-tui export [DIR]`: everything that the account has, as JSON lines and as pages for people. */
import type {Client} from '../client/client-api.ts';
import {CertificateError, ClientError} from '../client/client-error.ts';
import {toFileName} from '../client/files/file-name.ts';
import type {ExportSummary} from '../export/export-account.ts';
import {formatBytes, parseBytes} from '../protocol/byte-sizes.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {sanitizeLine} from '../terminal/sanitize-text.ts';
import {UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {withClient} from './open-account.ts';
import {printFailure, printLine, printObject} from './print.ts';

/** As long as nothing answers. */
const syncMsMax = 5_000;
/** Once something does. */
const slowSyncMsMax = 60_000;
const progressMsMin = 100;

/** @throws {UsageError} */
const formatsOf = ({format = 'both'}: CommandFlags) => {
	if (!['json', 'html', 'both'].includes(format)) {
		throw new UsageError('--format takes json, html or both.');
	}

	return {json: format !== 'html', html: format !== 'json'};
};

/** @throws {UsageError} */
const fileBytesMaxOf = ({files = true, fileLimit}: CommandFlags): number => {
	const bytes = fileLimit === undefined ? Number.POSITIVE_INFINITY : parseBytes(fileLimit);
	if (bytes === undefined) {
		throw new UsageError(`"${fileLimit}" is no size: write 500M or 4G.`);
	}

	return files ? bytes : 0;
};

const isExpected = (error: unknown): error is Error =>
	error instanceof ClientError ||
	error instanceof ProtocolError ||
	error instanceof CertificateError;

/** What cannot be reached now is no reason to keep people from what they have. */
const syncIfPossible = async (client: Client, waitMs: number = syncMsMax): Promise<void> => {
	try {
		await client.whenSynced(waitMs);
	} catch (error) {
		if (!isExpected(error)) {
			throw error;
		}

		const {status} = client.getState().connection;
		if (status === 'online' || (status === 'connecting' && waitMs === syncMsMax)) {
			// It has much to tell, or is far away.
			await syncIfPossible(client, slowSyncMsMax);
			return;
		}

		printFailure(
			`exporting what is on this computer, without the server: ${sanitizeLine(error.message)}`,
		);
	}
};

/** One line that changes, for a person who waits; nothing where nobody looks. */
const createProgress = () => {
	const {stderr} = process;
	let shownAt = 0;
	const show = (text: string): void => {
		stderr.write(`\r\u001B[K${sanitizeLine(text).slice(0, (stderr.columns ?? 80) - 1)}`);
	};

	return {
		tell(doing: string): void {
			if (stderr.isTTY && Date.now() - shownAt >= progressMsMin) {
				shownAt = Date.now();
				show(doing);
			}
		},
		end(): void {
			if (shownAt > 0) {
				show('');
			}
		},
	};
};

const report = ({missing: {conversations, files}}: ExportSummary): void => {
	for (const {name, reason} of conversations) {
		printFailure(`not all of ${name} is there: ${sanitizeLine(reason)}`);
	}

	const [first] = files;
	if (first !== undefined) {
		const others = files.length === 1 ? '' : ` and ${files.length - 1} more`;
		printFailure(
			`${sanitizeLine(first.name)}${others} left out (${sanitizeLine(first.reason)}); manifest.json names them.`,
		);
	}
};

export const exportCommand = (words: readonly string[], flags: CommandFlags): Promise<number> => {
	const [folder, ...others] = words;
	if (others.length > 0) {
		throw new UsageError(
			'Usage: chat-tui export [DIR] [--format json|html|both] [--no-files] [--file-limit SIZE]',
		);
	}

	const formats = formatsOf(flags);
	const fileBytesMax = fileBytesMaxOf(flags);
	return withClient(flags, async client => {
		await syncIfPossible(client);
		const {name} = client.getState().account;
		const day = new Date().toISOString().slice(0, 10);
		const progress = createProgress();
		const {exportAccount} = await import('../export/export-account.ts');
		let summary: ExportSummary;
		try {
			summary = await exportAccount(client, {
				folder: folder ?? toFileName(`chat-tui-export-${name}-${day}`),
				formats,
				fileBytesMax,
				onProgress: progress.tell,
			});
		} finally {
			progress.end();
		}

		report(summary);
		const {path, messages, conversations, files, fileBytes} = summary;
		await (flags.json
			? printObject(summary)
			: printLine(
					`${path}: ${messages} messages of ${conversations} conversations, ${files} files (${formatBytes(fileBytes)})`,
				));
		return 0;
	});
};
