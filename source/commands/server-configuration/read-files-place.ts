/** Where the settings say that the files of a server of several nodes are. */
import type {FilesPlace} from '../../server/files/open-files.ts';
import {UsageError} from '../command-failure.ts';
import {readS3Credentials} from './read-s3-credentials.ts';
import type {Settings} from './settings.ts';

/** @throws {UsageError} for settings that do not go together @throws {CommandFailure} for credentials that cannot be read */
export const readFilesPlace = (chosen: Settings): FilesPlace | undefined => {
	const {'files-folder': folder, 's3-endpoint': endpoint, 's3-bucket': bucket} = chosen;
	if (folder !== undefined && (endpoint ?? bucket) !== undefined) {
		throw new UsageError('Files are in --files-folder or in --s3-bucket, not in both.');
	}

	if (folder !== undefined) {
		return {folder};
	}

	if ((endpoint === undefined) !== (bucket === undefined)) {
		throw new UsageError('--s3-endpoint and --s3-bucket go together.');
	}

	if (endpoint === undefined || bucket === undefined) {
		return undefined;
	}

	const {'s3-region': region, 's3-prefix': prefix, 's3-credentials-file': file} = chosen;
	return {s3: {endpoint, bucket, region, prefix, credentials: readS3Credentials(file)}};
};
