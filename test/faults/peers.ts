/** How many connections this machine's processes hold to a server, as the kernel counts them (Linux). */
import {existsSync, readFileSync} from 'node:fs';

const tables = ['/proc/net/tcp', '/proc/net/tcp6'] as const;
/** Of the kernel's states: open, and ended only at this side. */
const held: ReadonlySet<string> = new Set(['01', '05']);

/** `ports`: where the servers listen. 0 where the kernel does not tell. */
export const countPeers = (ports: readonly number[]): number => {
	const listening = new Set(ports.map(port => port.toString(16).toUpperCase().padStart(4, '0')));
	return tables
		.filter(table => existsSync(table))
		.flatMap(table => readFileSync(table, 'utf8').trim().split('\n').slice(1))
		.map(line => line.trim().split(/\s+/))
		.filter(([, , remote = '', state = '']) => {
			const port = remote.split(':').at(-1) ?? '';
			return listening.has(port) && held.has(state);
		}).length;
};
