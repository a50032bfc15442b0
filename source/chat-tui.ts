#!/usr/bin/env node
/** The bin: checks Node's version before anything newer is parsed, then starts the command line. */
// Only syntax and modules of old Nodes may be used here, or the check could not speak.
import {homedir} from 'node:os';
import {join} from 'node:path';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 12)) {
	process.stderr.write(
		`chat-tui needs Node 22.12 or newer; this is Node ${process.versions.node}.\n`,
	);
	process.exitCode = 2;
} else {
	const {enableCompileCache} = await import('node:module');
	// Not the default below the shared temporary folder: only this user may write what this user runs.
	enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'chat-tui'));
	const {runCommandLine} = await import('./cli.ts');
	await runCommandLine(process.argv.slice(2));
}
