/**
 * Which certificate each server showed when a person first trusted it (`known_hosts`, as SSH does).
 *
 * One line a server: `HOST:PORT SHA256:… FIRST-SEEN`. The file is read anew each time, so that what
 * another process has pinned counts here too.
 */
import {join} from 'node:path';
import {readTextFile, replacePrivateFile} from './private-file.ts';

const fileOf = (dataDir: string): string => join(dataDir, 'known_hosts');

const readLines = (dataDir: string): string[] =>
	(readTextFile(fileOf(dataDir)) ?? '').split('\n').filter(line => line.trim() !== '');

const serverOf = (line: string): string | undefined => line.split(/\s+/)[0];

/** The fingerprint pinned for `server` (`HOST:PORT`), if any. */
export const findPin = (dataDir: string, server: string): string | undefined =>
	readLines(dataDir)
		.find(line => serverOf(line) === server)
		?.split(/\s+/)[1];

/** Trusts `fingerprint` for `server` from now on, and no other one. */
export const pinServer = (dataDir: string, server: string, fingerprint: string): void => {
	const others = readLines(dataDir).filter(line => serverOf(line) !== server);
	const firstSeen = new Date().toISOString().slice(0, 10);
	const lines = [...others, `${server} ${fingerprint} ${firstSeen}`];
	replacePrivateFile(fileOf(dataDir), `${lines.join('\n')}\n`);
};
