/** What opens a store of files: read from a file that is private, or taken out of the environment. */
import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readS3Credentials} from '../../source/commands/server-configuration/read-s3-credentials.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const writeFile = (content: string, mode = 0o600): string => {
	const file = join(temporaryFolder(), 'credentials');
	writeFileSync(file, content, {mode});
	chmodSync(file, mode);
	return file;
};

test('a file of credentials is read as other tools write it', () => {
	const file = writeFile(
		'[default]\n# ours\naws_access_key_id = AKID\r\naws_secret_access_key=s/e+c=r\n',
	);
	expect(readS3Credentials(file, {})).toEqual({accessKeyId: 'AKID', secretAccessKey: 's/e+c=r'});
});

test('the environment loses what was read from it', () => {
	const environment = {
		AWS_ACCESS_KEY_ID: 'AKID',
		AWS_SECRET_ACCESS_KEY: 'secret',
		AWS_SESSION_TOKEN: 'token',
		HOME: '/',
	};
	expect(readS3Credentials(undefined, environment)).toEqual({
		accessKeyId: 'AKID',
		secretAccessKey: 'secret',
		sessionToken: 'token',
	});
	expect(environment).toEqual({HOME: '/'});
});

test('a file that others can read, has two profiles or lacks a key is refused without its secret', () => {
	const whole = 'aws_access_key_id = AKID\naws_secret_access_key = hidden-word\n';
	const wrong: readonly (readonly [string, string])[] = [
		[writeFile(whole, 0o644), 'Others can read'],
		[writeFile(`${whole}\n[other]\n${whole}`), 'one profile only'],
		[writeFile('aws_secret_access_key = hidden-word\n'), 'must have a line'],
		[writeFile(`${whole}${'#'.repeat(5_000)}`), 'must have a line'],
		[join(temporaryFolder(), 'missing'), 'cannot be read: ENOENT'],
	];
	for (const [file, words] of wrong) {
		expect(() => readS3Credentials(file, {})).toThrow(words);
		expect(() => readS3Credentials(file, {})).not.toThrow('hidden-word');
	}

	expect(() => readS3Credentials(undefined, {AWS_ACCESS_KEY_ID: 'AKID'})).toThrow(
		'AWS_SECRET_ACCESS_KEY',
	);
});
