/** The whole screen without a terminal: keys go in as events, pictures come back through an emulator. */

import type {Client} from '../../source/client/client-api.ts';
import {createFramePainter} from '../../source/terminal/frame-painter.ts';
import {createIdleInput, FrameStream} from '../../source/terminal/frame-stream.ts';
import type {GraphicsSupport} from '../../source/terminal/graphics/graphics-support.ts';
import type {InputEvent, KeyEvent} from '../../source/terminal/input-events.ts';
import {createScreen, type Screen} from '../../source/ui/screen.tsx';
import type {UiServices} from '../../source/ui/services.ts';
import {type ThemeName, themes} from '../../source/ui/theme.ts';
import {createTerminalEmulator, type TerminalEmulator} from './terminal-emulator.ts';
import {waitFor} from './wait-for.ts';

export type RenderedScreen = {
	readonly host: Screen['host'];
	readonly emulator: TerminalEmulator;
	/** What was sent to the terminal beside pictures. */
	readonly sent: readonly string[];
	/** Every write of the painter, for counting and for looking at bytes. */
	readonly writes: readonly string[];
	isQuit(): boolean;
	/** The picture, once everything that was done so far has been drawn. */
	rows(): Promise<readonly string[]>;
	text(): Promise<string>;
	/** `press('ctrl+k', 'down', 'enter')`: all in one chunk. */
	press(...keys: readonly string[]): void;
	type(text: string): void;
	/** As a terminal tells of a paste, or of a file that was dropped on it. */
	paste(text: string): void;
	input(...events: readonly InputEvent[]): void;
	resize(columns: number, rows: number): void;
	/** Waits until the picture contains the text. */
	waitForText(text: string): Promise<void>;
	close(): Promise<void>;
};

/** `ctrl+alt+x` → the event that the tokenizer makes of it. */
export const keyEvent = (name: string): KeyEvent => {
	const parts = name.split('+');
	const key = parts.pop() ?? '';
	return {
		type: 'key',
		key,
		ctrl: parts.includes('ctrl'),
		alt: parts.includes('alt'),
		shift: parts.includes('shift'),
		meta: parts.includes('meta'),
	};
};

const refuse = (name: string) => async (): Promise<never> => {
	throw new Error(`There is no ${name} in this test.`);
};

export const fakeServices = (changes: Partial<UiServices> = {}): UiServices => ({
	listAccounts: async () => [],
	openAccount: refuse('account'),
	fetchFingerprint: refuse('fingerprint'),
	trustCertificate: async () => undefined,
	register: refuse('registration'),
	logIn: refuse('log-in'),
	startServer: refuse('server'),
	openLink: refuse('browser'),
	openFile: refuse('program for files'),
	playFile: refuse('player'),
	recordSound: refuse('recorder'),
	...changes,
});

export const renderScreen = (options: {
	columns: number;
	rows: number;
	client?: Client;
	services?: Partial<UiServices>;
	theme?: ThemeName;
	/** How the terminal draws pictures. */
	graphics?: GraphicsSupport;
	/** What happens before the first picture. */
	begin?: (host: Screen['host']) => void;
}): RenderedScreen => {
	const {columns, rows, client, services, theme = 'none', begin} = options;
	const {graphics = {protocol: 'none'}} = options;
	const emulator = createTerminalEmulator({columns, rows});
	const writes: string[] = [];
	const sent: string[] = [];
	let listener: (events: readonly InputEvent[]) => void = () => undefined;
	let written: Promise<void> = Promise.resolve();
	let isQuit = false;
	const failures: unknown[] = [];

	const painter = createFramePainter(bytes => {
		writes.push(bytes);
		written = emulator.write(bytes);
	});
	const frames = new FrameStream({columns, rows, onFrame: frame => painter.showFrame(frame)});
	const screen = createScreen({
		terminal: {
			frames,
			idleInput: createIdleInput(),
			painter,
			onInput(next) {
				listener = next;
				return () => {
					listener = () => undefined;
				};
			},
			send: sequence => sent.push(sequence),
			suspend: () => sent.push('suspend'),
			graphics: () => graphics,
		},
		services: fakeServices(services),
		theme: themes[theme],
		onQuit: () => {
			isQuit = true;
		},
		onFailure: error => failures.push(error),
	});
	if (client !== undefined) {
		screen.host.openChat(client);
	}

	begin?.(screen.host);
	screen.show();

	/** React commits in a microtask, the painter paints at the end of the tick. */
	const settle = async () => {
		for (let turn = 0; turn < 4; turn++) {
			await new Promise(resolve => {
				setImmediate(resolve);
			});
		}

		painter.flush();
		await written;
	};

	const text = async () => {
		await settle();
		if (failures.length > 0) {
			throw new Error('A view has failed.', {cause: failures[0]});
		}

		return emulator.rows().join('\n');
	};

	return {
		host: screen.host,
		emulator,
		sent,
		writes,
		isQuit: () => isQuit,
		async rows() {
			await settle();
			return emulator.rows();
		},
		text,
		press: (...keys) => listener(keys.map(keyEvent)),
		type: typed => listener([{type: 'text', text: typed}]),
		paste: pasted => listener([{type: 'paste', text: pasted}]),
		input: (...events) => listener(events),
		resize(newColumns, newRows) {
			emulator.resize(newColumns, newRows);
			frames.resize(newColumns, newRows);
			painter.redraw();
		},
		waitForText: wanted =>
			waitFor(async () => (await text()).includes(wanted), `"${wanted}" on the screen`),
		async close() {
			screen.hide();
			await screen.host.closeChat();
			await settle();
			emulator.dispose();
		},
	};
};
