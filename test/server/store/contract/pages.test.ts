/** Whatever is listed or counted has an end: in rows, in bytes, in what is looked at. */
import {describe, expect, test} from 'vitest';
import {limits} from '../../../../source/protocol/limits.ts';
import {unreadScanMax} from '../../../../source/server/store/conversation-ports.ts';
import type {Store} from '../../../../source/server/store/store.ts';
import {
	addAccount,
	addGroup,
	countTo,
	startContractStores,
	toProfile,
} from '../../../helpers/contract-stores.ts';

const stores = await startContractStores();

type Sender = {readonly id: number; readonly name: string};

const fill = (store: Store, log: number, sender: Sender, texts: readonly string[]) =>
	store.transact(
		async ({entries}) => {
			for (const text of texts) {
				await entries.append({log, kind: 'message-sent', content: {text}, sender});
			}
		},
		{log},
	);

const list = (store: Store, log: number, page: {after?: number; before?: number}) =>
	store.read(({entries}) => entries.list(log, {...page, limit: limits.entriesPageMax}));

describe.each(stores)('$name', ({open}) => {
	test('a page of long entries ends early from either side, and leaves none out', async () => {
		const {store} = await open();
		const ada = toProfile(await addAccount(store, 'ada'));
		const log = await addGroup(store, 'team');
		const long = '長'.repeat(limits.textLengthMax);
		await fill(store, log, ada, Array(40).fill(long));
		const bytes = Buffer.byteLength(JSON.stringify({text: long}));
		const fitting = Math.floor(limits.entriesPageBytesMax / bytes);
		const first = await list(store, log, {after: 0});
		expect(first.map(({seq}) => seq)).toEqual(countTo(fitting));
		expect(first[0]?.content).toEqual({text: long});
		const last = await list(store, log, {});
		expect(last.map(({seq}) => seq)).toEqual(countTo(40).slice(-fitting));
		const found: number[] = [];
		while (found.length < 40) {
			const page = await list(store, log, {after: found.at(-1) ?? 0});
			expect(page.length).toBeGreaterThan(0);
			found.push(...page.map(({seq}) => seq));
		}

		expect(found).toEqual(countTo(40));
	});

	test('an entry that is longer than a page comes alone', async () => {
		const {store} = await open();
		const ada = toProfile(await addAccount(store, 'ada'));
		const log = await addGroup(store, 'team');
		await fill(store, log, ada, ['a', 'x'.repeat(limits.entriesPageBytesMax + 1), 'b']);
		expect((await list(store, log, {after: 1})).map(({seq}) => seq)).toEqual([2]);
		expect((await list(store, log, {before: 3})).map(({seq}) => seq)).toEqual([2]);
		expect((await list(store, log, {after: 0})).map(({seq}) => seq)).toEqual([1]);
	});

	test('unread messages are counted up to a maximum, and no more entries are looked at', async () => {
		const {store} = await open();
		const ada = toProfile(await addAccount(store, 'ada'));
		const bob = toProfile(await addAccount(store, 'bob'));
		const log = await addGroup(store, 'team');
		const count = () => store.read(({entries}) => entries.countUnread(log, ada.id, 0));
		await fill(store, log, bob, Array(limits.unreadCountMax + 50).fill('hello'));
		expect(await count()).toEqual({
			...{messages: limits.unreadCountMax, mentions: 0},
			senders: [{account: bob, count: limits.unreadCountMax}],
		});
		await fill(store, log, ada, Array(unreadScanMax - 10).fill('mine'));
		expect((await count()).messages).toBe(10);
	});

	test('orders of names are those of their bytes', async () => {
		const {store} = await open();
		const names = ['zoë', 'Zebra', 'ärger', 'a_b', 'a-b', 'ab', '日本', 'éa', 'eb', '𝟙x'];
		for (const name of names) {
			await addAccount(store, name);
			await addGroup(store, name);
		}

		const keys = names.map(name => name.normalize('NFKC').toLowerCase());
		const sorted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
		const page = {query: '', after: '', limit: 100};
		const listed = await store.read(async ({accounts, conversations}) => [
			await accounts.list(page),
			await conversations.listPublic(page),
		]);
		for (const rows of listed) {
			const found = rows.map(({name}) => name?.normalize('NFKC').toLowerCase());
			expect(found).toEqual(sorted);
		}
	});
});
