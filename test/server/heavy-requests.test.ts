/** Requests that would cost the server much, and what bounds them. */
import {expect, test} from 'vitest';
import {findMentions} from '../../source/server/mentions.ts';
import type {Transaction} from '../../source/server/store/store.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {resumeAs, signUp, type WireClient} from '../helpers/wire-client.ts';

/** Members who are asked for by name, and how often. */
const rollCall = (...names: readonly string[]) => {
	const asked: string[] = [];
	const findByName = (_log: number, name: string) => {
		asked.push(name);
		const id = names.indexOf(name) + 1;
		return id === 0 ? undefined : {id, name};
	};
	return {asked, transaction: {members: {findByName}} as unknown as Transaction};
};

test('a text full of names costs no more than a hundred looks', async () => {
	const {asked, transaction} = rollCall('n7');
	const names = Array.from({length: 3_000}, (_, index) => `@n${index}`);
	expect(await findMentions(transaction, 1, names.join(' '))).toEqual([1]);
	expect(asked.length).toBeLessThanOrEqual(100);
});

test('a name that is repeated is looked for once, and hides no other', async () => {
	const {asked, transaction} = rollCall('bob', 'carol');
	const text = `${'@bob @Bob @nobody '.repeat(800)}@carol`;
	expect(await findMentions(transaction, 1, text)).toEqual([1, 2]);
	expect(asked).toEqual(['bob', 'nobody', 'carol']);
});

test('one account searches only so often, over all its connections', async () => {
	const server = await startTestServer({hasRateLimits: true});
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	const twin = await resumeAs(server, ada);
	const search = (client: WireClient) => [
		...Array.from({length: 30}, () => client.codeOf('list-people', {query: 'zz'})),
		...Array.from({length: 30}, () => client.codeOf('list-groups', {query: 'zz'})),
	];
	expect(await Promise.all([ada, twin].flatMap(search))).toContain('rate-limited');
	expect(await ada.codeOf('list-people', {})).toBe('done');
	expect(await ada.codeOf('list-groups', {})).toBe('done');
	expect(await bob.codeOf('list-people', {query: 'zz'})).toBe('done');
});
