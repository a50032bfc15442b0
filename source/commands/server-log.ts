/** The log of a server on standard error: an object a line for programs, coloured lines for people. */
import {type Logger, pino} from 'pino';
import {stripControls} from '../terminal/sanitize-text.ts';
import type {Settings} from './server-configuration/settings.ts';

/** Whatever a stranger got into a field must not steer the terminal that shows it. */
const withoutControls = (line: string): string => {
	const clean = (_key: string, value: unknown): unknown =>
		typeof value === 'string' ? stripControls(value) : value;
	return `${JSON.stringify(JSON.parse(line), clean)}\n`;
};

const isPretty = (format: Settings['log-format']): boolean =>
	format === 'pretty' || (format === 'auto' && process.stderr.isTTY);

export const createServerLog = async (
	settings: Pick<Settings, 'log-level' | 'log-format'>,
): Promise<Logger> => {
	const options = {base: null, level: settings['log-level']};
	if (!isPretty(settings['log-format'])) {
		return pino({...options, timestamp: pino.stdTimeFunctions.isoTime}, pino.destination(2));
	}

	const {default: pretty} = await import('pino-pretty');
	const stream = pretty({
		destination: 2,
		sync: true,
		colorize: process.stderr.isTTY && !process.env.NO_COLOR,
		translateTime: 'SYS:yyyy-mm-dd HH:MM:ss',
	});
	return pino({...options, hooks: {streamWrite: withoutControls}}, stream);
};
