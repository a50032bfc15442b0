/** The same works on all stores, one after the other, by chance: every method answers the same everywhere. */
import {afterEach, expect, test, vi} from 'vitest';
import type {Effect, Store, Transaction} from '../../../../source/server/store/store.ts';
import {startContractStores} from '../../../helpers/contract-stores.ts';
import {seededRandom} from '../../../helpers/seeded-random.ts';
import type {Chance} from '../../../helpers/store-operations/chance.ts';
import {conversationOperations} from '../../../helpers/store-operations/conversations.ts';
import {peopleOperations} from '../../../helpers/store-operations/people.ts';
import {serverOperations} from '../../../helpers/store-operations/server.ts';

const operations = {...peopleOperations, ...conversationOperations, ...serverOperations};

const stores = await startContractStores();

afterEach(() => {
	vi.restoreAllMocks();
});

/** Stores that do not count alike: only what a size means to both. */
const toComparable = (outcome: unknown): unknown =>
	typeof outcome === 'object' && outcome !== null && 'databaseBytes' in outcome
		? {...outcome, databaseBytes: 0}
		: outcome;

/** Only orders to several nodes are numbered. */
const withoutNumber = (effect: Effect): Effect =>
	effect.kind === 'ordered' ? {kind: 'ordered', order: effect.order} : effect;

const run = async (
	store: Store,
	work: (transaction: Transaction) => unknown,
	isRead: boolean,
): Promise<unknown> => {
	try {
		return toComparable(isRead ? await store.read(work) : await store.transact(work));
	} catch {
		return 'refused';
	}
};

const createChance = (seed: number): Chance => {
	const random = seededRandom(seed);
	const below = (end: number): number => Math.floor(random() * end);
	return {
		below,
		isLikely: share => random() < share,
		pick: <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value,
	};
};

test.skipIf(stores.length < 2).each([1, 2, 3])(
	'1500 works by chance are answered alike (seed %i)',
	async seed => {
		let now = 1_700_000_000_000;
		vi.spyOn(Date, 'now').mockImplementation(() => now);
		const opened = await Promise.all(stores.map(({open}) => open()));
		const chance = createChance(seed);
		const names = Object.keys(operations);
		const done = new Map<string, number>();
		const history: string[] = [];
		for (let i = 0; i < 1_500; i += 1) {
			now += chance.below(1_000);
			const name = names[i < names.length ? i : chance.below(names.length)] ?? '';
			const operation = operations[name];
			const work = operation?.prepare(chance, i);
			if (operation === undefined || work === undefined) {
				continue;
			}

			const outcomes = [];
			for (const {store} of opened) {
				outcomes.push(await run(store, work, operation.isRead));
			}

			history.push(name);
			done.set(name, (done.get(name) ?? 0) + (outcomes[0] === 'refused' ? 0 : 1));
			expect(outcomes[1], `${name} after ${history.slice(-15).join(', ')}`).toEqual(outcomes[0]);
		}

		const [told, toldElsewhere] = opened.map(({effects}) => effects.map(withoutNumber));
		expect(toldElsewhere).toEqual(told);
		// None was refused each time, which would prove nothing.
		expect(names.filter(name => (done.get(name) ?? 0) === 0)).toEqual([]);
	},
	120_000,
);
