/**
 * A network namespace for one node: there a packet can get lost without a word to either side, as on a broken cable.
 * Needs Linux, root with CAP_NET_ADMIN, and the programs ip, unshare and nsenter.
 */
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';

export type NetNamespace = {
	/** Where who is inside is found from outside. */
	readonly inside: string;
	/** Two addresses of this side, as the inside sees it: one stays, the other can be lost. */
	readonly steady: string;
	readonly losable: string;
	/** Before a command that is to run inside. */
	readonly enter: readonly string[];
	/** Nobody is at the losable address any more; what goes there and comes from there gets lost. */
	lose(): void;
	find(): void;
	close(): Promise<void>;
};

const run = (...words: string[]): void => {
	const [program = '', ...rest] = words;
	execFileSync(program, rest, {stdio: 'pipe'});
};

/** Two namespaces of one machine must not share a network. */
const network = `10.213.${process.pid % 250}`;

/** It ends with the process inside, and that with its standard input: with whoever started it, however that ends. */
const open = async (): Promise<NetNamespace> => {
	const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo ready; cat >/dev/null'], {
		stdio: ['pipe', 'pipe', 'ignore'],
	});
	const ended = once(holder, 'exit');
	const close = async (): Promise<void> => {
		holder.stdin.end();
		await ended;
	};
	try {
		await Promise.race([once(holder.stdout, 'data'), ended]);
		const pid = String(holder.pid);
		const [inside, steady, losable] = [`${network}.2`, `${network}.1`, `${network}.3`];
		const [here, there] = [`ct${process.pid}a`, `ct${process.pid}b`];
		const enter = ['nsenter', '--target', pid, '--net'];
		run('ip', 'link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', pid);
		run('ip', 'address', 'add', `${steady}/24`, 'dev', here);
		run('ip', 'address', 'add', `${losable}/24`, 'dev', here);
		run('ip', 'link', 'set', here, 'up');
		run(...enter, 'ip', 'address', 'add', `${inside}/24`, 'dev', there);
		run(...enter, 'ip', 'link', 'set', there, 'up');
		run(...enter, 'ip', 'link', 'set', 'lo', 'up');
		let isLost = false;
		return {
			inside,
			steady,
			losable,
			enter,
			lose() {
				if (!isLost) {
					run('ip', 'address', 'delete', `${losable}/24`, 'dev', here);
					isLost = true;
				}
			},
			find() {
				if (isLost) {
					run('ip', 'address', 'add', `${losable}/24`, 'dev', here);
					isLost = false;
				}
			},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
};

/** `undefined`, after a loud word, where this machine has none. */
export const openNetNamespace = async (): Promise<NetNamespace | undefined> => {
	try {
		return await open();
	} catch (error) {
		const reason = error instanceof Error ? error.message.trim() : String(error);
		process.stderr.write(`\n*** No network namespace here, packets do not get lost: ${reason}\n\n`);
		return undefined;
	}
};
