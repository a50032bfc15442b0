/** Errors → one line to show. The engine's and the server's errors are written for people. */
import {sanitizeLine} from '../terminal/sanitize-text.ts';

export const failureText = (error: unknown): string =>
	sanitizeLine(error instanceof Error ? error.message : String(error));
