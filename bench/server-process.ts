/** The chat-tui server as a child process of the bench: no flood limits, cheap password hashes. */
import {answerCalls} from './processes/calls.ts';

export type ServerCalls = {
	listen: {request: {folder: string; isTls: boolean}; reply: {port: number}};
	collectGarbage: {request: null; reply: null};
};

answerCalls<ServerCalls>({
	listen: async () => ({port: 0}),
	collectGarbage() {
		globalThis.gc?.();
		return null;
	},
});
