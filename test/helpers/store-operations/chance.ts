/** What works on a store are made of by chance: names, texts, numbers, some of them known, some not. */

import type {GroupSettings, Role} from '../../../source/protocol/entities.ts';
import {defaultGroupSettings} from '../../../source/server/defaults.ts';
import type {Relation} from '../../../source/server/store/rows.ts';
import type {Transaction} from '../../../source/server/store/store.ts';

export type Chance = {
	/** A whole number from 0 to below `end`. */
	below(end: number): number;
	isLikely(share: number): boolean;
	pick<Value>(values: readonly Value[]): Value;
};

export type Work = (transaction: Transaction) => unknown;

export type Operation = {
	readonly isRead: boolean;
	/** `step` is another one each time. */
	readonly prepare: (chance: Chance, step: number) => Work;
};

export const read = (prepare: Operation['prepare']): Operation => ({isRead: true, prepare});
export const write = (prepare: Operation['prepare']): Operation => ({isRead: false, prepare});

export const texts = [
	...[
		'',
		'hello',
		'Ünïcödé',
		'日本語 テキスト',
		'👨‍👩‍👧 🏳️‍🌈',
		'a "quoted" \\ text',
		"it's; --",
		'%_',
	],
	...['"mentions":[1,2]', '"isRecalled":true', '"title":"x"', '\\u0000', 'x'.repeat(5_000)],
];
export const jsonTexts = [...texts, 'a\0b', '\ud800', '\u2028'];
export const names = [
	'ada',
	'Bob',
	'ΣΊΣΥΦΟΣ',
	'łódź',
	'ｂｏｂ２',
	'zoë',
	'日本',
	'a.b',
	'z_z',
	'𝒜lice',
	'p\0q',
];
export const roles: readonly Role[] = ['owner', 'admin', 'member'];
export const relations: readonly Relation[] = ['friend', 'asked', 'asking', 'blocked'];

export const logOf = (chance: Chance): number => 1 + chance.below(14);
export const accountOf = (chance: Chance): number => 1 + chance.below(7);
export const seqOf = (chance: Chance): number => chance.below(25);
export const timeOf = (chance: Chance): number => 1_700_000_000_000 + chance.below(1_000_000);
export const fileOf = (chance: Chance): string => `file${chance.below(5)}`;
export const codeOf = (chance: Chance): Buffer => Buffer.from(`code${chance.below(6)}`);
export const limitOf = (chance: Chance): number => 1 + chance.below(6);
export const targetOf = (chance: Chance): string =>
	chance.pick(['10.0.0.1', 'b', 'B', '10.0.0.0/8', 'é', 'z']);

export const restrictionOf = (chance: Chance) => ({
	...(chance.isLikely(0.5) ? {until: timeOf(chance)} : {}),
	...(chance.isLikely(0.5) ? {reason: chance.pick(jsonTexts)} : {}),
});

export const settingsOf = (chance: Chance): GroupSettings => ({
	...defaultGroupSettings,
	title: chance.pick(jsonTexts),
	topic: chance.pick(jsonTexts),
	visibility: chance.pick(['public', 'private']),
});

export const placeOf = (chance: Chance) => ({
	log: logOf(chance),
	message: seqOf(chance),
	account: accountOf(chance),
	emoji: chance.pick(['👍', '👨‍👩‍👧', 'ß', 'a']),
});
