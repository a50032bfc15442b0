/** Which names and texts the server takes, over the wire. */
import {expect, test} from 'vitest';
import {startTestServer} from '../helpers/test-server.ts';
import {connectWire, password, signUp} from '../helpers/wire-client.ts';

test('nobody is called like nothing, like somebody else, or like what the server says', async () => {
	const server = await startTestServer();
	await signUp(server, 'bob');
	const stranger = await connectWire(server);
	const register = (name: string) => stranger.codeOf('register', {name, password, device: 'test'});
	for (const name of ['\u3164', '\u1160\u1160', 'bob\u1160', 'bo\u034Fb', 'bo\uFE0Fb']) {
		expect(await register(name), JSON.stringify(name)).toBe('name-invalid');
	}

	for (const name of ['here', 'Everyone', 'еveryone', 'deleted-1', 'deleted-l2', 'DELETED-9']) {
		expect(await register(name), JSON.stringify(name)).toBe('name-taken');
	}
});
