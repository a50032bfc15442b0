/** A client that sends to `#crew` until it is killed, and prints each acknowledgement as a line of JSON. */
import {connect} from '../../source/client/library.ts';

const {server, name, dataDir} = JSON.parse(process.argv[2] ?? '{}') as {
	server: string;
	name: string;
	dataDir: string;
};

const client = await connect({server, name, dataDir});
const conversation = await client.resolveTarget('#crew');

const send = async (): Promise<void> => {
	for (;;) {
		const id = client.sendMessage(conversation, `${name} ${Date.now()}`);
		const {seq} = await client.whenSent(id);
		process.stdout.write(`${JSON.stringify({id, seq})}\n`);
	}
};

// Several at once, so that a kill always finds some on their way.
await Promise.all([send(), send(), send()]);
