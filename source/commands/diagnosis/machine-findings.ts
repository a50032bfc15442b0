/** What client and server need of the machine: Node, a private folder with room on a fit disk. */
import {accessSync, constants, statSync} from 'node:fs';
import {statfs} from 'node:fs/promises';
import {formatBytes} from '../../protocol/byte-sizes.ts';
import {bad, doubtful, type Finding, good} from './finding.ts';

const freeBytesMin = 104_857_600;
const forOthers = 0o077;

/** By the magic numbers of statfs(2): on these, the locks of SQLite cannot be relied on. */
const networkFileSystems: Readonly<Record<number, string>> = {
	26985: 'NFS',
	20859: 'SMB',
	4283649346: 'CIFS',
	4266872130: 'SMB2',
	16914839: '9P',
};

export const findNode = (): Finding =>
	good('Node', `${process.version} on ${process.platform} ${process.arch}`);

/** Everything that is wrong with the folder and its disk, or one line that it is fit. */
export const findFolder = async (folder: string): Promise<readonly Finding[]> => {
	const stats = statSync(folder, {throwIfNoEntry: false});
	if (stats === undefined) {
		return [good('Folder', `${folder} is not there yet: the first start makes it`)];
	}

	accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
	const findings: Finding[] = [];
	if ((stats.mode & forOthers) !== 0) {
		const advice = `chmod 700 ${folder}`;
		findings.push(doubtful('Folder', `others can look into ${folder}`, advice));
	}

	const {type, bavail, bsize} = await statfs(folder);
	const network = networkFileSystems[type];
	if (network !== undefined) {
		const advice = 'Keep the data on a disk of this machine: SQLite needs locks that hold.';
		findings.push(bad('Disk', `${folder} is on a network file system (${network})`, advice));
	}

	const free = bavail * bsize;
	const room = `${formatBytes(free)} free`;
	findings.push(
		free < freeBytesMin
			? doubtful('Disk', `only ${room}`, 'Make room: messages are refused when it is full.')
			: good('Disk', `${folder}, ${room}`),
	);
	return findings;
};
