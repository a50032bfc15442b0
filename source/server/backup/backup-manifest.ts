/** What a backup says of itself: the first member of its archive. */
import {z} from 'zod';
import {BackupFailure} from './backup-failure.ts';

/** Of the archive; a program refuses those above its own. */
export const backupVersion = 1;

export const manifestName = 'manifest.json';
export const manifestBytesMax = 1_048_576;

const count = z.int().nonnegative();
const content = z.object({bytes: count, sha256: z.string().length(64)});

const manifestSchema = z.object({
	/** Of the archive. */
	version: count,
	/** RFC 3339 */
	createdAt: z.string(),
	/** Of the database. */
	schema: count,
	/** Of the history that was backed up; a restored server begins a new one. */
	epoch: z.string(),
	/** Table name → rows. */
	rows: z.record(z.string(), count),
	/** Hashes as in hexadecimal. A file's name is its own hash, so files need none here. */
	members: z.object({'server.db': content, 'identity.pem': content}),
	/** The stored files that follow. */
	files: z.object({count, bytes: count}),
	/** Ids of files that messages name, and that were gone from the server's disk already. */
	missing: z.array(z.string()),
});

export type BackupManifest = z.infer<typeof manifestSchema>;

const notABackup = (file: string, cause?: unknown): BackupFailure =>
	new BackupFailure(`${file} is no backup of a chat-tui server.`, {cause});

/** @throws {BackupFailure} when it is none, or of a newer program */
export const parseManifest = (json: string, file: string): BackupManifest => {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch (error) {
		throw notABackup(file, error);
	}

	const {success, data} = z.object({version: count}).safeParse(value);
	if (success && data.version > backupVersion) {
		throw new BackupFailure(
			`${file} was made by a newer chat-tui: install that version to restore it.`,
		);
	}

	const manifest = manifestSchema.safeParse(value);
	if (!manifest.success) {
		throw notABackup(file, manifest.error);
	}

	return manifest.data;
};
