/** The program's screen as a person meets it: opened in a terminal, signed in, read cell by cell. */
import {expect, onTestFinished} from 'vitest';
import {programPath} from '../helpers/program.ts';
import {keys, openPty, type Pty} from '../helpers/pty.ts';
import {restoredState} from '../helpers/terminal-emulator.ts';

export type ScreenProgram = Pty & {
	/** The program's own process; the terminal's is the shell that tells how it ended. */
	programPid(): number;
};

const password = 'a long enough password';

/** The inner shell tells its pid before it becomes the program, the outer one what it left behind. */
const script = 'sh -c \'echo "pid $$"; exec "$@"\' sh "$@"; echo "status $?"; stty -a; echo done';

/** Opens the program until the test ends. */
export const openScreen = (options: {
	readonly words?: readonly string[];
	readonly dataDir: string;
	readonly columns?: number;
	readonly rows?: number;
}): ScreenProgram => {
	const {words = [], dataDir, ...size} = options;
	const commandLine = [process.execPath, programPath, ...words, '--data', dataDir];
	const pty = openPty(['sh', '-c', script, 'sh', ...commandLine], size);
	const programPid = (): number => Number(/pid (\d+)/.exec(pty.output())?.[1]);
	onTestFinished(() => {
		if (!pty.output().includes('status ')) {
			process.kill(programPid(), 'SIGKILL');
		}

		pty.close();
	});
	return {...pty, programPid};
};

/** Makes an account in the form that is shown and waits for the main view. */
export const register = async (person: Pty, name: string): Promise<void> => {
	await person.waitForText('Make an account');
	person.send(`${name}${keys.tab}${password}${keys.tab}${password}${keys.enter}`);
	await person.waitForText(new RegExp(`${name}@.* ● online`));
};

/** Opens the screen, trusts the server's certificate and makes an account. */
export const joinServer = async (
	name: string,
	options: {
		readonly server: {readonly port: number; readonly fingerprint: string};
		readonly dataDir: string;
		readonly columns?: number;
		readonly rows?: number;
	},
): Promise<ScreenProgram> => {
	const {server, ...rest} = options;
	const person = openScreen({words: ['connect', `localhost:${server.port}`], ...rest});
	await person.waitForText(server.fingerprint);
	person.send(keys.enter);
	await register(person, name);
	return person;
};

/** The row of the cursor from the prompt on, as far as the cursor: what is being written. */
const textBeforeCursor = ({screen}: Pty): string => {
	const {x, y} = screen.cursor();
	const row = screen.cells(y);
	const prompt = row.findIndex(({text}) => text === '›');
	return row
		.slice(prompt + 2, x)
		.map(({text}) => text)
		.join('');
};

/** Waits until the composer's text is `text` and the cursor stands right behind it. */
export const waitForDraft = (person: Pty, text: string): Promise<void> =>
	person.waitForScreen(
		({cursor, cells}) =>
			cursor().isVisible &&
			textBeforeCursor(person) === text &&
			cells(cursor().y)[cursor().x]?.text === ' ',
		`the draft "${text}" with the cursor behind it`,
	);

/** Types `text`, sends it and waits until it stands in the conversation with a mark of delivery. */
export const say = async (person: Pty, text: string): Promise<void> => {
	person.send(text);
	await waitForDraft(person, text);
	person.send(keys.enter);
	await person.waitForScreen(
		({rows}) => rows().some(row => row.includes(`${text}  ✓`)),
		`"${text}" on the server`,
	);
};

/** Opens a conversation by the switcher. */
export const switchTo = async (person: Pty, name: string, title: string): Promise<void> => {
	person.send(keys.ctrl('k'));
	await person.waitForText('╭ Go to');
	person.send(`${name}${keys.enter}`);
	await person.waitForText(`╭ ${title} `);
};

/**
 * Waits until exactly the columns `borders` are borders from the first row to the last but one,
 * which is the status line's.
 */
export const waitForBorders = (person: Pty, borders: readonly number[]): Promise<void> =>
	person.waitForScreen(
		({rows, cells}) => {
			const height = rows().length - 1;
			const grid = Array.from({length: height}, (_, row) => cells(row));
			const corners = grid[0]?.flatMap(({text}, column) => (/[╭╮]/.test(text) ? [column] : []));
			return (
				JSON.stringify(corners) === JSON.stringify(borders) &&
				grid.every(row => borders.every(column => /^[│├┤╭╮╰╯]$/.test(row[column]?.text ?? '')))
			);
		},
		`whole borders in the columns ${borders.join(', ')}`,
	);

/** Waits for the program's end and checks that the terminal is as it was. */
export const expectRestored = async (person: Pty, status: number): Promise<void> => {
	await person.waitForText('done');
	await person.waitForExit();
	expect(person.screen.state()).toEqual(restoredState);
	const shown = person.screen.text().replaceAll('\n', ' ');
	expect(shown).toContain(`status ${status} `);
	for (const mode of ['icanon', 'echo', 'isig', 'icrnl']) {
		expect(shown).toMatch(new RegExp(`[^-]${mode}\\b`));
	}
};
