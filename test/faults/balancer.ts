/** nginx before the nodes of a cluster, as the operating manual has it; killed and reloaded while clients are connected. */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {findProgram} from '../helpers/find-program.ts';
import {waitFor} from '../helpers/wait-for.ts';

export type Balancer = {
	/** Reads its configuration anew: new workers take over, the old ones end their connections after a second. */
	reload(): void;
	/** SIGKILL to all its processes. */
	kill(): Promise<void>;
	start(): Promise<void>;
	close(): Promise<void>;
};

const modules = '/usr/lib/nginx/modules/ngx_stream_module.so';

const configOf = (folder: string, port: number, nodes: readonly string[]): string => `
${existsSync(modules) ? `load_module ${modules};` : ''}
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes 1;
worker_shutdown_timeout 1s;
pid ${folder}/pid;
error_log ${folder}/error.log warn;
events { worker_connections 256; }
stream {
	upstream nodes {
		${nodes.map(node => `server ${node} max_fails=1 fail_timeout=1s;`).join('\n\t\t')}
	}
	server {
		listen 127.0.0.1:${port};
		proxy_pass nodes;
		proxy_protocol on;
		proxy_connect_timeout 1s;
		proxy_timeout 2m;
	}
}
`;

const answers = (port: number): Promise<boolean> =>
	new Promise(resolve => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});

/** Kills the whole process group when its standard input ends: with whoever started it, however that ends. */
const guard = '"$@" </dev/null & cat >/dev/null; kill -9 0';

/** `nodes`: `HOST:PORT` of each. @returns `undefined`, after a loud word, where no nginx is installed */
export const startBalancer = async (
	port: number,
	nodes: readonly string[],
): Promise<Balancer | undefined> => {
	const program = findProgram('nginx');
	if (program === undefined) {
		return undefined;
	}

	const folder = mkdtempSync(join(tmpdir(), 'chat-tui-nginx-'));
	const config = join(folder, 'nginx.conf');
	writeFileSync(config, configOf(folder, port, nodes));
	let running: ChildProcess | undefined;

	const start = async (): Promise<void> => {
		running = spawn('sh', ['-c', guard, 'sh', program, '-p', folder, '-c', config], {
			detached: true,
			stdio: ['pipe', 'ignore', 'ignore'],
		});
		await waitFor(() => answers(port), 'nginx');
	};

	const kill = async (): Promise<void> => {
		const ending = running;
		running = undefined;
		if (ending !== undefined) {
			const ended = once(ending, 'exit');
			ending.stdin?.end();
			await ended;
		}
	};

	await start();
	return {
		reload: () => void process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 'SIGHUP'),
		kill,
		start,
		async close() {
			await kill();
			rmSync(folder, {recursive: true, force: true});
		},
	};
};
