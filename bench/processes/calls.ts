/** Requests and replies between the bench and its child processes, over Node's IPC channel. */

/** What a child answers: name of the call → what is asked and what comes back, as plain JSON. */
export type Calls = Record<string, {request: unknown; reply: unknown}>;

export type CallMessage = {id: number; name: string; request: unknown};
export type AnswerMessage = {id: number; reply: unknown} | {id: number; error: string};

export type Handlers<Table extends Calls> = {
	[Name in keyof Table]: (
		request: Table[Name]['request'],
	) => Promise<Table[Name]['reply']> | Table[Name]['reply'];
};

/** Serves calls until the parent goes away, then ends the process: no child outlives its bench. */
export const answerCalls = <Table extends Calls>(handlers: Handlers<Table>): void => {
	const answer = async ({id, name, request}: CallMessage): Promise<AnswerMessage> => {
		try {
			const handler = handlers[name];
			if (!handler) {
				throw new Error(`There is no call "${name}".`);
			}

			return {id, reply: await handler(request)};
		} catch (error) {
			return {id, error: error instanceof Error ? (error.stack ?? error.message) : String(error)};
		}
	};

	process.on('message', async (message: CallMessage) => {
		const answered = await answer(message);
		process.send?.(answered);
	});
	// Nothing is kept, and an orderly exit can hang: V8's threads and the main one waited for each other.
	process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
};
