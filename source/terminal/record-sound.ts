/** Records a voice message by a program of the person's computer. */
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {callOf, isInstalled, type ProgramCall, startProgram} from './run-program.ts';

/** Each writes WAV until it is interrupted. */
const recorders: readonly ProgramCall[] = [
	{program: 'arecord', parameters: ['-q', '-f', 'S16_LE', '-r', '24000', '-c', '1', '-t', 'wav']},
	{program: 'rec', parameters: ['-q', '-r', '24000', '-c', '1']},
	{program: 'parecord', parameters: ['--file-format=wav', '--rate=24000', '--channels=1']},
];

export type Recording = {
	/** Ends it; resolves with the path of the file, which is alone in a folder of its own. @throws {Error} whose message is for people */
	stop(): Promise<string>;
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `voice-0930.wav`, in a folder that nobody else can read. */
const newPath = (now: Date): string => {
	const folder = mkdtempSync(join(tmpdir(), 'chat-tui-voice-'));
	return join(folder, `voice-${twoDigits(now.getHours())}${twoDigits(now.getMinutes())}.wav`);
};

const recorderCall = (path: string): ProgramCall => {
	const recorder = recorders.find(({program}) => isInstalled(program));
	const call =
		callOf(process.env.CHAT_TUI_RECORDER ?? '', path) ??
		(recorder && {program: recorder.program, parameters: [...recorder.parameters, path]});
	if (call === undefined) {
		throw new Error('There is no recorder here: install arecord or sox, or set CHAT_TUI_RECORDER.');
	}

	return call;
};

/** @throws {Error} whose message is for people */
export const recordSound = (): Recording => {
	const path = newPath(new Date());
	const discard = (): void => rmSync(dirname(path), {recursive: true, force: true});
	let call: ProgramCall;
	try {
		call = recorderCall(path);
	} catch (error) {
		discard();
		throw error;
	}

	const child = startProgram(call);
	let failure: Error | undefined;
	child.once('error', error => {
		failure = error;
	});
	const ended = once(child, 'exit').catch((error: unknown) => {
		failure = error instanceof Error ? error : new Error(String(error));
	});
	return {
		async stop() {
			// What a person would do: Ctrl-C; the recorder finishes its file.
			child.kill('SIGINT');
			await ended;
			if (failure !== undefined) {
				discard();
				throw new Error(`${call.program} did not record: ${failure.message}`, {cause: failure});
			}

			return path;
		},
	};
};
