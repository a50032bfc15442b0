/** The secret that lets other machines read a server's metrics: the first line of a file. */
import {CommandFailure} from './command-failure.ts';
import {readSecretFile} from './server-configuration/read-secret-file.ts';

/** A guess a millisecond would need longer than anybody has. */
const lengthMin = 16;

/** @throws {CommandFailure} when it cannot be read, others can read it, or it is too short */
export const readMetricsToken = (file: string): string => {
	const [line = ''] = readSecretFile(file, 'token file').split(/\r?\n/);
	if (line.length < lengthMin || !/^[!-~]+$/.test(line)) {
		throw new CommandFailure(
			`The first line of ${file} must be a token: at least ${lengthMin} ASCII characters without blanks.`,
		);
	}

	return line;
};
