/** How many connections servers of this machine hold to their clients, as the kernel counts them (Linux). */
import {existsSync, readFileSync} from 'node:fs';

const tables = ['/proc/net/tcp', '/proc/net/tcp6'] as const;
/** Of the kernel's states: open, and open only at the server's side. */
const held: ReadonlySet<string> = new Set(['01', '08']);

/** `ports`: where the servers listen. 0 where the kernel does not tell. */
export const countPeers = (ports: readonly number[]): number => {
	const listening = new Set(ports.map(port => port.toString(16).toUpperCase().padStart(4, '0')));
	return tables
		.filter(table => existsSync(table))
		.flatMap(table => readFileSync(table, 'utf8').trim().split('\n').slice(1))
		.map(line => line.trim().split(/\s+/))
		.filter(([, local = '', , state = '']) => {
			const port = local.split(':').at(-1) ?? '';
			return listening.has(port) && held.has(state);
		}).length;
};
