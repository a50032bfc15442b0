/** What a process holds after it has collected its garbage, asked over Node's inspector. */

type Answer = {readonly id?: number; readonly result?: {readonly usedSize?: number}};

/** For the environment of the process to measure. */
export const inspected = {NODE_OPTIONS: '--inspect=127.0.0.1:0'} as const;

/** `output`: what the process printed. @returns bytes of its heap */
export const measureHeap = (output: string): Promise<number> => {
	const url = [...output.matchAll(/ws:\/\/127\.0\.0\.1:\d+\/[\w-]+/g)].at(-1)?.[0];
	if (url === undefined) {
		throw new Error('the process does not say where its inspector listens');
	}

	const socket = new WebSocket(url);
	return new Promise((resolve, reject) => {
		const ask = (id: number, method: string): void => socket.send(JSON.stringify({id, method}));
		socket.addEventListener('open', () => ask(1, 'HeapProfiler.collectGarbage'));
		socket.addEventListener('error', () => reject(new Error(`the inspector at ${url} is gone`)));
		socket.addEventListener('message', ({data}) => {
			const {id, result} = JSON.parse(String(data)) as Answer;
			if (id === 1) {
				ask(2, 'Runtime.getHeapUsage');
			} else if (id === 2) {
				socket.close();
				resolve(result?.usedSize ?? Number.NaN);
			}
		});
	});
};
