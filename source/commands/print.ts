/** Standard output for scripts: lines or one JSON object a line, gone before the program ends. */
import {once} from 'node:events';

const write = async (text: string): Promise<void> => {
	if (!process.stdout.write(text)) {
		await once(process.stdout, 'drain');
	}
};

export const printLine = (line: string): Promise<void> => write(`${line}\n`);

export const printObject = (object: unknown): Promise<void> => write(`${JSON.stringify(object)}\n`);
