/** Works on a store: each stands or falls alone, nothing is told before it is stored, and no number is left out. */
import {describe, expect, test} from 'vitest';
import {ProtocolError} from '../../../../source/protocol/errors.ts';
import type {Scope, Work} from '../../../../source/server/store/store.ts';
import {
	addAccount,
	addGroup,
	countTo,
	seqsOf,
	startContractStores,
	toProfile,
} from '../../../helpers/contract-stores.ts';

const stores = await startContractStores();

const append =
	(log: number, text = 'hello'): Work<number> =>
	async ({entries}) => {
		const added = await entries.append({log, kind: 'message-sent', content: {text}});
		return added?.seq ?? 0;
	};

const valuesOf = (outcomes: readonly PromiseSettledResult<unknown>[]): unknown[] =>
	outcomes.map(outcome => (outcome.status === 'fulfilled' ? outcome.value : 'no'));

describe.each(stores)('$name', ({open}) => {
	test.each([
		['with no scope', () => undefined],
		['within one log', (log: number): Scope => ({log})],
	])('a failing work takes nothing else with it, %s', async (_, toScope) => {
		const {store, effects} = await open();
		const log = await addGroup(store, 'team');
		const scope = toScope(log);
		const outcomes = await Promise.allSettled([
			store.transact(append(log), scope),
			store.transact(async transaction => {
				await append(log)(transaction);
				await transaction.settings.set('half', 'done');
				transaction.afterCommit(() => undefined);
				throw new Error('no');
			}, scope),
			store.transact(append(log), scope),
			store.transact(() => {
				throw new Error('not even written');
			}, scope),
			store.transact(append(log), scope),
		]);
		expect(valuesOf(outcomes)).toEqual([1, 'no', 2, 'no', 3]);
		expect(effects.map(({kind}) => kind)).toEqual(Array(3).fill('entry-appended'));
		expect(seqsOf(effects, log)).toEqual([1, 2, 3]);
		expect(await store.read(({settings}) => settings.get('half'))).toBeUndefined();
	});

	test('a work that fails gives its sender its own error', async () => {
		const {store} = await open();
		const log = await addGroup(store, 'team');
		const refusal = new ProtocolError('muted');
		const refuse = () => Promise.reject(refusal);
		await expect(store.transact(refuse)).rejects.toBe(refusal);
		await expect(store.transact(refuse, {log})).rejects.toBe(refusal);
		await expect(store.read(refuse)).rejects.toBe(refusal);
	});

	test('a statement that the database refuses spoils its own work only', async () => {
		const {store} = await open();
		await addAccount(store, 'ada');
		const log = await addGroup(store, 'team');
		const outcomes = await Promise.allSettled([
			store.transact(append(log)),
			store.transact(({accounts}) => accounts.add({name: 'Ada', passwordHash: ''})),
			store.transact(({conversations}) => conversations.add({kind: 'group', name: 'TEAM'})),
			store.transact(append(log)),
		]);
		expect(valuesOf(outcomes)).toEqual([1, 'no', 'no', 2]);
	});

	test('a work that goes on after a refused statement is refused all the same, or stored whole', async () => {
		const {store} = await open();
		await addAccount(store, 'ada');
		const work = store.transact(async ({accounts, settings}) => {
			await settings.set('before', '1');
			await Promise.resolve(accounts.add({name: 'ada', passwordHash: ''})).catch(() => undefined);
			await settings.set('after', '1');
		});
		const isStored = await work.then(
			() => true,
			() => false,
		);
		const kept = await store.read(async ({settings}) => [
			await settings.get('before'),
			await settings.get('after'),
		]);
		expect(kept).toEqual(isStored ? ['1', '1'] : [undefined, undefined]);
	});

	test('an id that was used answers with nothing, and leaves no hole', async () => {
		const {store, effects} = await open();
		const sender = toProfile(await addAccount(store, 'ada'));
		const other = toProfile(await addAccount(store, 'bob'));
		const [one, two] = [await addGroup(store, 'one'), await addGroup(store, 'two')];
		const send = (log: number, id: string, from = sender) =>
			store.transact(
				({entries}) =>
					entries.append({log, kind: 'message-sent', content: {text: id}, sender: from, id}),
				{log},
			);
		expect(await send(one, 'a')).toMatchObject({seq: 1});
		expect(await send(one, 'a')).toBeUndefined();
		expect(await send(two, 'a')).toBeUndefined();
		expect(await send(one, 'a', other)).toMatchObject({seq: 2});
		const both = await Promise.all([send(one, 'b'), send(two, 'b'), send(one, 'b')]);
		expect(both.filter(answer => answer !== undefined)).toHaveLength(1);
		expect(await send(one, 'c')).toBeDefined();
		expect(await send(two, 'd')).toBeDefined();
		const entries = await store.read(async transaction => [
			...(await transaction.entries.list(one, {after: 0, limit: 10})),
			...(await transaction.entries.list(two, {after: 0, limit: 10})),
		]);
		for (const log of [one, two]) {
			const seqs = entries.filter(entry => entry.log === log).map(({seq}) => seq);
			expect(seqs).toEqual(countTo(seqs.length));
			expect(seqsOf(effects, log)).toEqual(seqs);
		}

		expect(entries).toHaveLength(5);
	});

	test('works of many scopes at once leave no hole and are told in order', async () => {
		const {store, effects} = await open();
		const people = await Promise.all(countTo(4).map(i => addAccount(store, `person${i}`)));
		const groups = await Promise.all(countTo(4).map(i => addGroup(store, `group${i}`)));
		const run = (i: number): Promise<unknown> => {
			const log = groups[i % 4] ?? 0;
			const person = people[(i >> 2) % 4];
			const work: Work<number> = async transaction => {
				const seq = await append(log)(transaction);
				if (i % 7 === 0) {
					throw new Error('no');
				}

				return seq;
			};
			if (i % 5 === 0) {
				// Several logs in one work, now this way round, now that.
				const logs = i % 10 === 0 ? groups : [...groups].reverse();
				return store.transact(async transaction => {
					for (const each of logs) {
						await append(each)(transaction);
					}
				});
			}

			return i % 3 === 0 && person
				? store.transact(append(person.log), {account: person.id})
				: store.transact(work, {log});
		};
		await Promise.allSettled(countTo(400).map(run));
		const logs = [...groups, ...people.map(({log}) => log)];
		const heads = await store.read(({entries}) => entries.listHeads(logs));
		expect(heads.every(({seq}) => seq > 20)).toBe(true);
		for (const {log, seq} of heads) {
			expect(seqsOf(effects, log)).toEqual(countTo(seq));
		}
	});

	test('works without a scope see each other’s rows, one after the other', async () => {
		const {store} = await open();
		const counts = await Promise.all(
			countTo(60).map(() =>
				store.transact(async ({settings}) => {
					const count = Number((await settings.get('count')) ?? 0) + 1;
					await settings.set('count', String(count));
					return count;
				}),
			),
		);
		expect(counts.sort((a, b) => a - b)).toEqual(countTo(60));
	});

	test('tells what a work and a reader want to happen after the commit, in order', async () => {
		const {store, effects} = await open();
		const log = await addGroup(store, 'team');
		await store.transact(async transaction => {
			transaction.afterCommit(() => undefined);
			await append(log)(transaction);
			transaction.afterCommit(() => undefined);
			await transaction.order({act: 'load-bans'});
		});
		await store.read(transaction => transaction.afterCommit(() => undefined));
		expect(effects.map(({kind}) => kind)).toEqual([
			...['call', 'entry-appended', 'call', 'ordered'],
			'call',
		]);
		expect(effects[3]).toMatchObject({kind: 'ordered', order: {act: 'load-bans'}});
	});

	test('a told entry is what a reader reads', async () => {
		const {store, effects} = await open();
		const ada = await addAccount(store, 'ada');
		const log = await addGroup(store, 'team');
		const content = {
			text: 'a\0b\ud800 "mentions":[1] 👨‍👩‍👧 日本 \\u0000',
			replyTo: 1,
			mentions: [ada.id],
		};
		await store.transact(
			({entries}) =>
				entries.append({log, kind: 'message-sent', content, sender: toProfile(ada), id: 'x'}),
			{log},
		);
		const entry = await store.read(({entries}) => entries.get(log, 1));
		expect(entry).toEqual({
			...{log, seq: 1, kind: 'message-sent', at: entry?.at, id: 'x'},
			...{sender: toProfile(ada), content},
		});
		expect(effects).toEqual([{kind: 'entry-appended', entry}]);
	});

	test('works of one name run one after the other, others beside them', async () => {
		const {store} = await open();
		let running = 0;
		let most = 0;
		const long = async (): Promise<void> => {
			running += 1;
			most = Math.max(most, running);
			await store.transact(({settings}) => settings.set('touched', 'yes'));
			running -= 1;
		};
		await Promise.all(countTo(8).map(() => store.exclusively('one', long)));
		expect(most).toBe(1);
		let release: () => void = () => undefined;
		const isHeld = new Promise<void>(resolve => {
			release = resolve;
		});
		const held = store.exclusively('one', () => isHeld);
		expect(await store.exclusively('other', async () => 'done')).toBe('done');
		release();
		await held;
		await expect(store.exclusively('one', () => Promise.reject(new Error('no')))).rejects.toThrow();
		expect(await store.exclusively('one', async () => 'again')).toBe('again');
	});

	test('finishes what was taken before it closes', async () => {
		const {store, effects} = await open();
		const log = await addGroup(store, 'team');
		const works = countTo(20).map(() => store.transact(append(log), {log}));
		const closed = store.close();
		expect(await Promise.all(works)).toEqual(countTo(20));
		await closed;
		expect(seqsOf(effects, log)).toEqual(countTo(20));
	});
});
