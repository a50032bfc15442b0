/** `chat-tui doctor`: looks at everything that could keep chat from working, and says what to do about it. */

import {UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {describeFinding} from './diagnosis/finding.ts';
import {printLine, printObject} from './print.ts';

const findAll = async (flags: CommandFlags) =>
	flags.serve
		? (await import('./diagnosis/server-findings.ts')).findOfServer(flags)
		: (await import('./diagnosis/client-findings.ts')).findOfClient(flags);

/** Changes nothing. Exit status 1 when something does not work. */
export const doctorCommand = async (
	words: readonly string[],
	flags: CommandFlags,
): Promise<number> => {
	if (words.length > 0) {
		throw new UsageError('Usage: chat-tui doctor [--serve] [--data DIR]');
	}

	const findings = await findAll(flags);
	for (const finding of findings) {
		if (flags.json) {
			await printObject(finding);
		} else {
			await printLine(describeFinding(finding));
		}
	}

	return findings.some(({grade}) => grade === 'bad') ? 1 : 0;
};
