/** Errors → one sentence that a person understands. */
import {sanitizeLine} from '../terminal/sanitize-text.ts';
import {text} from './text.ts';

const systemCodeOf = (error: unknown): string | undefined =>
	error instanceof Error && 'code' in error && typeof error.code === 'string'
		? error.code
		: undefined;

/** `server` is where it was tried. Errors of the protocol speak for themselves. */
export const failureText = (error: unknown, server = ''): string => {
	for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
		const words = text.systemErrors[systemCodeOf(cause) ?? ''];
		if (words !== undefined) {
			return sanitizeLine(words(server));
		}
	}

	return sanitizeLine(error instanceof Error ? error.message : String(error));
};
