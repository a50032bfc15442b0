/**
 * A program of its own that sends numbered lines from an account, as `chat-tui send` does.
 *
 *     node test/helpers/sending-process.ts DATA NAME HOST:PORT TARGET PREFIX COUNT
 *
 * Prints one line for each acknowledged message: `{"id": …, "seq": …}`.
 */
import {openAccount} from '../../source/client/accounts.ts';

const [dataDir = '', name = '', server = '', target = '', prefix = '', count = '0'] =
	process.argv.slice(2);
const client = openAccount(dataDir, {name, server}, {timing: {retryDelayMsBase: 20}});
client.start();
await client.whenSynced(20_000);
const conversation = await client.resolveTarget(target);
const sent = Array.from({length: Number(count)}, async (_, line) => {
	const id = client.sendMessage(conversation, `${prefix} ${line}`);
	const {seq} = await client.whenSent(id, 20_000);
	process.stdout.write(`${JSON.stringify({id, seq})}\n`);
});
await Promise.all(sent);
await client.stop();
