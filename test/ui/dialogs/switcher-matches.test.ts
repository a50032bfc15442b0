/** What the quick switcher finds, and in which order. */
import {expect, test} from 'vitest';
import {fuzzyScore} from '../../../source/ui/dialogs/fuzzy-score.ts';
import {switcherMatches} from '../../../source/ui/dialogs/switcher-matches.ts';
import {createChatFixture, design} from '../../helpers/chat-fixture.ts';

const namesFor = (typed: string, open?: number) =>
	switcherMatches(createChatFixture().getState(), {typed, open}).map(({name}) => name);

test('letters must occur in their order', () => {
	expect(fuzzyScore('dsg', 'design')).toBeDefined();
	expect(fuzzyScore('gsd', 'design')).toBeUndefined();
	expect(fuzzyScore('', 'design')).toBe(0);
	expect(fuzzyScore('ÄB', 'äb')).toBeDefined();
});

test.each([
	['the start of a name before its middle', 'des', 'design', 'codes'],
	['letters in a row before scattered ones', 'ops', 'ops', 'old-perl-scripts'],
	['starts of words before other letters', 'ft', 'front-team', 'draft'],
	['short names before long ones', 'de', 'dev', 'development'],
])('prefers %s', (_, query, better, worse) => {
	expect(fuzzyScore(query, better)).toBeGreaterThan(fuzzyScore(query, worse) ?? 0);
});

test('offers unread conversations first, then the newest, then people', () => {
	expect(namesFor('')).toEqual(['ops', 'bob', 'design', 'carol', 'dave', 'everyone']);
	expect(namesFor('', design)).not.toContain('design');
	expect(namesFor('des', design)).toContain('design');
});

test('a sigil narrows to groups or to people', () => {
	expect(namesFor('#e')).toEqual(['everyone', 'design']);
	expect(namesFor('@')).toEqual(['bob', 'carol', 'dave']);
});
