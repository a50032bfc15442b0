/**
 * A bot that repeats what people tell it: everything in direct conversations, in groups what names it with `@`.
 *
 *     CHAT_TUI_PASSWORD=… node examples/echo-bot.ts HOST:PORT NAME FINGERPRINT
 *
 * FINGERPRINT is what the server prints on its start. The first start makes the account. Messages, device
 * token and outbox are kept in the user's data folder (or CHAT_TUI_DATA): a bot that is started again goes
 * on where it was, answers what came meanwhile, and sends what it had not sent.
 */
import {type Client, connect, type Entry, ProtocolError, readMessage, register} from 'chat-tui';

const [server, name, fingerprint] = process.argv.slice(2);
const {CHAT_TUI_PASSWORD: password, CHAT_TUI_DATA: dataDir} = process.env;
if (!server || !name || !fingerprint || !password) {
	throw new Error(
		'Usage: CHAT_TUI_PASSWORD=… node examples/echo-bot.ts HOST:PORT NAME FINGERPRINT',
	);
}

const options = {
	server,
	name,
	password,
	device: 'echo-bot',
	acceptFingerprint: fingerprint,
	...(dataDir ? {dataDir} : {}),
};

/** Calls `onOpen` before the first entries come, so that the bot misses none. */
const connectOrRegister = async (onOpen: (client: Client) => void): Promise<Client> => {
	try {
		return await connect({...options, onOpen});
	} catch (error) {
		if (!(error instanceof ProtocolError && error.code === 'wrong-credentials')) {
			throw error;
		}

		const account = await register(options);
		await account.stop();
		return connect({...options, onOpen});
	}
};

const answer = (client: Client, {log, seq, sender, kind, content}: Entry): void => {
	const {account, conversations} = client.getState();
	const message = kind === 'message-sent' ? readMessage(content) : undefined;
	if (message === undefined || sender === undefined || sender.id === account.id) {
		return;
	}

	const isDirect = conversations.get(log)?.kind === 'direct';
	if (isDirect || message.mentions?.includes(account.id)) {
		// Queued on disk at once; it is sent exactly once, whatever happens to the connection.
		client.sendMessage(log, `You said: ${message.text}`, {replyTo: seq});
	}
};

const client = await connectOrRegister(opened => {
	opened.onEntry(entry => answer(opened, entry));
});
process.stdout.write(`${client.getState().account.name} listens at ${server}. Ctrl-C ends it.\n`);
process.once('SIGINT', () => client.stop());
