/** Running a server, through real clients: admins, kicks, bans, the audit log, and its end. */
import {expect, test} from 'vitest';
import {joinServer, startChatServer} from '../../helpers/chat-pair.ts';
import {refusal, type, waitForNewest} from '../../helpers/slash.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const startServer = async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	await type(alice, `/admin ${server.adminCode}`);
	await waitFor(() => alice.getState().account.isAdmin === true, 'alice to be admin');
	return {server, alice, bob};
};

test('the code makes the first admin, and admins make each other', async () => {
	const {server, alice, bob} = await startServer();
	expect((await refusal(bob, `/admin ${server.adminCode}`)).code).toBe('code-invalid');
	expect((await refusal(bob, '/kick @alice')).code).toBe('forbidden');
	await type(alice, '/admin @bob');
	await waitFor(() => bob.getState().account.isAdmin === true, 'bob to be admin');
	await type(bob, '/unadmin @alice');
	await waitFor(() => alice.getState().account.isAdmin !== true, 'alice to be none');
	expect((await refusal(bob, '/unadmin @bob')).code).toBe('forbidden');
});

test('who is kicked is out now, and may come back', async () => {
	const {alice, bob} = await startServer();
	const reasons: string[] = [];
	bob.subscribe(() => {
		const {connection} = bob.getState();
		reasons.push(connection.status === 'offline' ? (connection.error ?? '') : '');
	});
	await type(alice, '/kick @bob take a walk');
	await waitFor(() => reasons.some(reason => reason.includes('take a walk')), 'bob to know why');
	await waitFor(() => bob.getState().connection.status === 'online', 'bob to be back');
	expect(bob.getState().farewell?.reason).toBe('You were disconnected by alice: take a walk.');
});

test('who is banned from talking sees for how long, and is freed', async () => {
	const {alice, bob} = await startServer();
	await type(alice, '/bantalk @bob 10m spam');
	await waitFor(() => bob.getState().talkBan !== undefined, 'bob to know');
	expect(bob.getState().talkBan).toMatchObject({reason: 'spam', until: expect.any(Number)});
	expect((await refusal(bob, '/msg @alice hi')).message).toMatch(/10 minutes: spam/);
	expect((await refusal(bob, '/broadcast hi')).message).toMatch(/10 minutes/);
	await type(alice, '/unbantalk @bob');
	await waitFor(() => bob.getState().talkBan === undefined, 'bob to be free');
	await type(bob, '/msg @alice hi');
});

test('a banned account is out until it is unbanned', async () => {
	const {alice, bob} = await startServer();
	await type(alice, '/ban @bob 1d spam');
	const refused = () => {
		const {connection} = bob.getState();
		return connection.status === 'offline' && connection.isRefused ? connection : undefined;
	};
	await waitFor(() => refused() !== undefined, 'bob to be out');
	expect(refused()?.error).toMatch(/may not use the server for .*: spam/);
	expect(refused()?.retryAt).toBeGreaterThan(Date.now() + 200_000);
	await expect(bob.whenSynced()).rejects.toMatchObject({code: 'banned', message: refused()?.error});
	expect((await type(alice, '/bans')).lines.join()).toContain('bob');
	await type(alice, '/unban @bob');
	bob.reconnect();
	await waitFor(() => bob.getState().connection.status === 'online', 'bob to be back');
});

test('an address or range can be banned, and nonsense cannot', async () => {
	const {alice} = await startServer();
	await type(alice, '/ban 203.0.113.0/24 1d');
	expect((await type(alice, '/bans')).lines.join()).toContain('203.0.113.0/24');
	expect((await refusal(alice, '/ban 203.0.113.0/99')).message).toMatch(/address/);
	await type(alice, '/unban 203.0.113.0/24');
	expect((await type(alice, '/bans')).objects).toEqual([]);
});

test('every act is in the audit log, which admins read', async () => {
	const {alice, bob} = await startServer();
	await type(alice, '/bantalk @bob 10m spam');
	await type(alice, '/unbantalk @bob');
	await type(alice, '/invite-code');
	const {objects} = await type(alice, '/audit');
	expect(objects).toMatchObject([
		{act: 'create-invitation', by: 'alice'},
		{act: 'unban-talk', target: '@bob'},
		{act: 'ban-talk', target: '@bob', detail: expect.stringContaining('spam')},
		{act: 'claim-admin'},
	]);
	expect((await refusal(bob, '/audit')).code).toBe('forbidden');
	expect((await type(alice, '/stats')).objects).toMatchObject([{accounts: 2, online: 2}]);
});

test('a shutdown is announced, called off, and happens', async () => {
	const {alice, bob} = await startServer();
	await type(alice, '/shutdown in 5m new kernel');
	await waitFor(() => bob.getState().shutdown?.reason === 'new kernel', 'bob to be warned');
	await type(alice, '/shutdown cancel');
	await waitFor(() => bob.getState().shutdown === undefined, 'it to be called off');
	await type(bob, '/msg @alice we stay');
	const talk = await alice.resolveTarget('@bob');
	await waitForNewest(alice, talk, ({text}) => text === 'we stay', 'the message');
	expect((await refusal(bob, '/shutdown now')).code).toBe('forbidden');
});

test('who is online when the server stops hears why', async () => {
	const {server, bob} = await startServer();
	await server.stop('new kernel');
	await waitFor(() => bob.getState().farewell !== undefined, 'the reason');
	expect(bob.getState().farewell?.reason).toBe('The server stops: new kernel');
	const told = () => {
		const {connection} = bob.getState();
		return connection.status === 'offline' ? connection.error : undefined;
	};
	await waitFor(() => told() !== undefined, 'bob to be offline');
	expect(told()).toBe('The server stops: new kernel');
});
