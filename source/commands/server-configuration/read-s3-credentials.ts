/** What opens an S3-compatible store: from a file, or from the variables that all tools for such stores know. */
import type {S3Credentials} from '../../server/files/s3/s3-settings.ts';
import {CommandFailure, UsageError} from '../command-failure.ts';
import {readSecretFile} from './read-secret-file.ts';

const names = {
	accessKeyId: 'AWS_ACCESS_KEY_ID',
	secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
	sessionToken: 'AWS_SESSION_TOKEN',
} as const;

type Found = {readonly [Name in keyof typeof names]: string | undefined};

/** Lines of `name = value`, as in `~/.aws/credentials`; which profile they stand under does not matter. */
const fromFile = (file: string): Found => {
	const written = new Map<string, string>();
	for (const line of readSecretFile(file, 'credentials file').split(/\r?\n/)) {
		const [, name = '', value = ''] = /^\s*(aws_\w+)\s*=\s*(\S+)\s*$/i.exec(line) ?? [];
		if (name !== '' && written.has(name.toUpperCase())) {
			throw new CommandFailure(`${file} has ${name} twice: it may hold one profile only.`);
		}

		written.set(name.toUpperCase(), value);
	}

	return {
		accessKeyId: written.get(names.accessKeyId),
		secretAccessKey: written.get(names.secretAccessKey),
		sessionToken: written.get(names.sessionToken),
	};
};

/** Takes them out of the environment too: no program that is started from here inherits them. */
const fromEnvironment = (environment: NodeJS.ProcessEnv): Found => {
	const take = (name: string): string | undefined => {
		const value = environment[name];
		delete environment[name];
		return value === '' ? undefined : value;
	};
	return {
		accessKeyId: take(names.accessKeyId),
		secretAccessKey: take(names.secretAccessKey),
		sessionToken: take(names.sessionToken),
	};
};

/** @throws {CommandFailure} when the file cannot be read or others can read it @throws {UsageError} when there are none */
export const readS3Credentials = (
	file: string | undefined,
	environment: NodeJS.ProcessEnv = process.env,
): S3Credentials => {
	const found = file === undefined ? fromEnvironment(environment) : fromFile(file);
	const {accessKeyId, secretAccessKey, sessionToken} = found;
	if (accessKeyId === undefined || secretAccessKey === undefined) {
		throw new UsageError(
			file === undefined
				? 'The store of files needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or --s3-credentials-file.'
				: `${file} must have a line aws_access_key_id = … and one aws_secret_access_key = ….`,
		);
	}

	return {accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : {sessionToken})};
};
