/** An nginx of a test's own: its files in a temporary folder, its process ends with the test. */
import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {onTestFinished} from 'vitest';
import {findProgram} from './find-program.ts';
import {temporaryFolder} from './temporary-folder.ts';
import {waitFor} from './wait-for.ts';

const run = promisify(execFile);
const streamModule = '/usr/lib/nginx/modules/ngx_stream_module.so';

const nginx = findProgram('nginx');

/** Whether there is an nginx here. Where there is none, tests that need it are skipped, and that is said. */
export const hasNginx = nginx !== undefined;

/** What nginx keeps outside its configuration otherwise, and what debian loads it from. */
const writeConfig = (folder: string, blocks: string): string => {
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
		.map(name => `${name}_temp_path ${folder}/${name};`)
		.join('\n');
	const isRoot = process.getuid?.() === 0;
	const file = join(folder, 'nginx.conf');
	writeFileSync(
		file,
		[
			existsSync(streamModule) ? `load_module ${streamModule};` : '',
			'daemon off;',
			'worker_processes 1;',
			isRoot ? 'user root;' : '',
			`pid ${folder}/pid;`,
			'error_log stderr warn;',
			blocks.replace(/\bhttp \{/, `http {\naccess_log off;\n${temporary}\n`),
		].join('\n'),
	);
	return file;
};

const argumentsFor = (folder: string, file: string): readonly string[] => [
	...['-p', folder, '-c', file, '-e', 'stderr'],
];

/** Throws with what nginx finds wrong in the configuration. */
export const checkNginxConfig = async (blocks: string): Promise<void> => {
	const folder = temporaryFolder();
	await run(nginx ?? 'nginx', [...argumentsFor(folder, writeConfig(folder, blocks)), '-t']);
};

const answers = (port: number): Promise<boolean> =>
	new Promise(resolve => {
		const socket = connect({host: '127.0.0.1', port});
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});

/** Runs nginx with these blocks (`events`, `http`, `stream`); resolves once it listens on `port`. */
export const startNginx = async (blocks: string, port: number): Promise<void> => {
	const folder = temporaryFolder();
	const child = spawn(nginx ?? 'nginx', argumentsFor(folder, writeConfig(folder, blocks)), {
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let output = '';
	child.stderr.on('data', chunk => {
		output += String(chunk);
	});
	const exited = once(child, 'exit');
	onTestFinished(async () => {
		child.kill('SIGTERM');
		await exited;
	});
	await waitFor(
		() => {
			if (child.exitCode !== null) {
				throw new Error(`nginx ended: ${output}`);
			}

			return answers(port);
		},
		() => `nginx to listen: ${output}`,
	);
};
