/** An everyday conversation, by whatever way people have come to the server. */
import {describe, expect, test} from 'vitest';
import {startTestServer} from '../helpers/test-server.ts';
import {transports} from '../helpers/transports.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {connectWire, password, resumeAs, signUp, type WireAccount} from '../helpers/wire-client.ts';
import {describe as describeFile, fetchAll, makeBytes, upload} from '../helpers/wire-files.ts';

const textsOf = (client: WireAccount, log: number): unknown[] =>
	client
		.entriesOf(log)
		.filter(({kind}) => kind === 'message-sent')
		.map(({content}) => content.text);

const send = (client: WireAccount, conversation: number, text: string) =>
	client.request('send-message', {conversation, id: crypto.randomUUID(), text});

describe.each(transports)('over $name', transport => {
	test('people register, log in, come back and log out', async () => {
		const server = await startTestServer();
		const ada = await signUp(server, 'ada', {transport});
		expect(ada.session.account.name).toBe('ada');
		const other = await connectWire(server, {transport});
		const wrong = {name: 'ada', password: 'not the password', device: 'x'};
		expect(await other.codeOf('log-in', wrong)).toBe('wrong-credentials');
		const session = await other.request('log-in', {name: 'ada', password, device: 'phone'});
		expect(session.account).toEqual(ada.session.account);
		expect(await other.codeOf('resume', {token: ada.session.token})).toBe('already-logged-in');
		const again = await resumeAs(server, ada, {transport});
		await again.settle();
		await other.request('log-out', {});
		await other.whenClosed();
		expect(other.bodiesOf('session-ended')).toHaveLength(1);
		const late = await connectWire(server, {transport});
		expect(await late.codeOf('resume', {token: session.token})).toBe('token-invalid');
	});

	test('a group talks: each hears all, in one order, and finds it again', async () => {
		const server = await startTestServer();
		const ada = await signUp(server, 'ada', {transport});
		const bob = await signUp(server, 'bob', {transport});
		const {conversation} = await ada.request('create-group', {name: 'team', members: ['bob']});
		const {id} = conversation;
		const texts = ['Guten Morgen', '早上好 👋🏽', '{"id":7}', 'a\nb', 'x'.repeat(16_000)];
		for (const [index, text] of texts.entries()) {
			await send(index % 2 === 0 ? ada : bob, id, text);
		}

		await waitFor(() => textsOf(ada, id).length === 5 && textsOf(bob, id).length === 5, 'all');
		expect(textsOf(ada, id)).toEqual(texts);
		expect(textsOf(bob, id)).toEqual(texts);
		const {epoch} = bob.session;
		const {entries} = await bob.request('fetch-entries', {log: id, epoch});
		expect(
			entries.flatMap(({kind, content}) => (kind === 'message-sent' ? [content.text] : [])),
		).toEqual(texts);
	});

	test('a file is sent and fetched whole', async () => {
		const server = await startTestServer();
		const ada = await signUp(server, 'ada', {transport});
		const bob = await signUp(server, 'bob', {transport});
		const {conversation} = await ada.request('open-direct', {members: ['bob']});
		const bytes = makeBytes(200_000);
		await upload(ada, bytes);
		const {seq} = await ada.request('send-message', {
			conversation: conversation.id,
			id: crypto.randomUUID(),
			text: '',
			file: describeFile(bytes),
		});
		expect(await fetchAll(bob, {conversation: conversation.id, seq})).toEqual(bytes);
	});

	test('what is refused is answered, and nothing else suffers', async () => {
		const server = await startTestServer();
		const ada = await signUp(server, 'ada', {transport});
		const stranger = await connectWire(server, {transport});
		expect(await stranger.codeOf('list-conversations', {})).toBe('not-logged-in');
		expect(await ada.codeOf('no-such-command' as 'ping', {})).toBe('unknown-command');
		expect(await ada.codeOf('open-direct', {members: ['nobody']})).toBe('not-found');
		expect(await ada.codeOf('open-direct', {members: 7} as never)).toBe('bad-payload');
		const codes = await Promise.all(
			Array.from({length: 300}, (_, index) =>
				index % 3 === 0 ? ada.codeOf('get-person', {name: 'nobody'}) : ada.codeOf('ping', {}),
			),
		);
		expect(codes.filter(code => code === 'not-found')).toHaveLength(100);
		expect(codes.filter(code => code === 'done')).toHaveLength(200);
	});

	test('a heartbeat keeps the connection, and silence ends it', async () => {
		const patience = {sweepMs: 20, silenceMs: 200};
		const server = await startTestServer({patience});
		const alive = await signUp(server, 'ada', {transport});
		const silent = await signUp(server, 'bob', {transport});
		await waitFor(async () => {
			await alive.settle();
			return silent.isClosed;
		}, 'the silent one to be closed');
		await alive.settle();
	});

	test('a server that stops says when to come back', async () => {
		const server = await startTestServer();
		const ada = await signUp(server, 'ada', {transport});
		await server.server.close('new shoes');
		await ada.whenClosed();
		expect(ada.bodiesOf('server-stopping')).toMatchObject([{reason: 'new shoes'}]);
	});
});
