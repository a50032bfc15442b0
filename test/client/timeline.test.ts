/** The window into one conversation, over the local copy and without a server. */
import {expect, test} from 'vitest';
import {applyReaderMoved} from '../../source/client/apply/apply-signal.ts';
import {Inbound} from '../../source/client/inbound.ts';
import type {Replica} from '../../source/client/replica.ts';
import type {TimelineItem} from '../../source/client/state.ts';
import {ConversationTimeline, type FetchOlder} from '../../source/client/timeline.ts';
import {
	bob,
	makeLocalAccount,
	me,
	message,
	messages,
	openLocalReplica,
	tell,
	told,
} from '../helpers/local-account.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

type Setup = {replica: Replica; inbound: Inbound; timeline: ConversationTimeline};

const noServer: FetchOlder = () => Promise.reject(new Error('There is no connection now.'));

/** Holds messages `first`..`last` of a conversation whose log begins with 1. */
const open = async (first: number, last: number, fetchOlder = noServer): Promise<Setup> => {
	const dataDir = temporaryFolder();
	makeLocalAccount(dataDir);
	const replica = openLocalReplica(dataDir);
	tell(replica, told({kind: 'direct', peers: [bob], head: last}));
	const inbound = new Inbound(replica);
	await inbound.deliver({
		log: 10,
		entries: messages(first, last),
		place: 'newest',
		isCatchUp: true,
	});
	const timeline = new ConversationTimeline({replica, conversation: 10, fetchOlder});
	return {replica, inbound, timeline};
};

const seqs = ({timeline}: Setup): (number | undefined)[] =>
	timeline.getState().items.map(({seq}) => seq);

const span = (setup: Setup): (number | undefined)[] => [seqs(setup)[0], seqs(setup).at(-1)];

const push = ({inbound}: Setup, ...entries: readonly ReturnType<typeof message>[]): void => {
	for (const entry of entries) {
		inbound.push(entry);
	}

	inbound.flush();
};

test('opens at the newest page and follows the end', async () => {
	const setup = await open(1, 250);
	expect(span(setup)).toEqual([151, 250]);
	expect(setup.timeline.getState()).toMatchObject({hasOlder: true, hasNewer: false});
	push(setup, message(251));
	expect(span(setup)).toEqual([151, 251]);
	push(setup, ...messages(252, 800));
	expect(seqs(setup).at(-1)).toBe(800);
	expect(seqs(setup).length).toBeLessThanOrEqual(400);
});

test('the state stays the same object until something changes, and so do its items', async () => {
	const setup = await open(1, 20);
	const before = setup.timeline.getState();
	tell(setup.replica, told({id: 11, head: 3}));
	tell(setup.replica, told({kind: 'direct', peers: [bob], head: 20}));
	expect(setup.timeline.getState()).toBe(before);
	push(setup, message(21));
	const after = setup.timeline.getState();
	expect(after).not.toBe(before);
	expect(after.items.slice(0, 20).every((item, index) => item === before.items[index])).toBe(true);
});

test('goes back page by page, keeps a bounded window, and comes back to the end', async () => {
	const setup = await open(1, 1_000);
	for (let page = 0; page < 6; page += 1) {
		setup.timeline.loadOlder();
	}

	expect(span(setup)).toEqual([301, 700]);
	expect(setup.timeline.getState().hasNewer).toBe(true);
	push(setup, message(1_001));
	expect(span(setup)).toEqual([301, 700]);
	for (let page = 0; page < 4; page += 1) {
		setup.timeline.loadNewer();
	}

	expect(span(setup)).toEqual([602, 1_001]);
	expect(setup.timeline.getState().hasNewer).toBe(false);
	push(setup, message(1_002));
	expect(span(setup)).toEqual([603, 1_002]);
	setup.timeline.jumpTo(10);
	expect(seqs(setup)).toContain(10);
	setup.timeline.jumpToEnd();
	expect(seqs(setup).at(-1)).toBe(1_002);
});

test('while one reads the past, new messages come only as long as there is room', async () => {
	const setup = await open(1, 1_000);
	setup.timeline.loadOlder();
	expect(span(setup)).toEqual([801, 1_000]);
	push(setup, ...messages(1_001, 1_150));
	expect(span(setup)).toEqual([801, 1_150]);
	push(setup, ...messages(1_151, 1_300));
	expect(span(setup)).toEqual([801, 1_200]);
	expect(setup.timeline.getState().hasNewer).toBe(true);
});

test('fetches what the copy lacks, and says why it cannot', async () => {
	let isOnline = false;
	const setup: Setup = await open(101, 200, async () => {
		if (!isOnline) {
			throw new Error('There is no connection now.');
		}

		await setup.inbound.deliver({
			log: 10,
			entries: messages(1, 100),
			place: 'older',
			isCatchUp: true,
			oldest: 1,
		});
		return true;
	});
	const {timeline} = setup;
	timeline.loadOlder();
	expect(timeline.getState().isLoading).toBe(true);
	await waitFor(() => !timeline.getState().isLoading);
	expect(timeline.getState().error).toBe('There is no connection now.');
	isOnline = true;
	timeline.loadOlder();
	await waitFor(() => !timeline.getState().isLoading);
	expect(span(setup)).toEqual([1, 200]);
	expect(timeline.getState()).toMatchObject({hasOlder: false, error: undefined});
});

test('jumps to what has to be fetched first', async () => {
	const setup: Setup = await open(901, 1_000, async () => {
		const first = setup.replica.database.conversations.readRange(10)?.first ?? 0;
		const entries = messages(Math.max(1, first - 200), first - 1);
		await setup.inbound.deliver({log: 10, entries, place: 'older', isCatchUp: true, oldest: 1});
		return true;
	});
	setup.timeline.jumpTo(321);
	await waitFor(() => seqs(setup).includes(321));
	expect(setup.timeline.getState()).toMatchObject({hasOlder: true, hasNewer: true});
});

const sent = (item: TimelineItem | undefined) => [item?.key, item?.seq, item?.delivery];

test('an own message keeps its key from the outbox to "read", and never shows twice', async () => {
	const setup = await open(1, 3);
	const {replica, inbound, timeline} = setup;
	const last = () => sent(timeline.getState().items.at(-1));
	replica.change(draft =>
		replica.outbox.add(draft, {
			id: 'mine',
			conversation: 10,
			text: 'hello',
			replyTo: 2,
			at: 5,
			seq: undefined,
			error: undefined,
		}),
	);
	expect(last()).toEqual(['mine', undefined, 'queued']);
	expect(timeline.getState().items.at(-1)?.body).toMatchObject({
		replyTo: {seq: 2, sender: 'bob', text: 'message 2'},
	});
	replica.change(draft => replica.outbox.setError(draft, 'mine', 'No.'));
	expect(last()).toEqual(['mine', undefined, 'failed']);
	expect(timeline.getState().items.at(-1)?.error).toBe('No.');
	inbound.acknowledge({id: 'mine', seq: 4, at: 6});
	inbound.flush();
	expect(last()).toEqual(['mine', undefined, 'sent']);
	push(setup, message(4, {id: 'mine', sender: me, content: {text: 'hello', replyTo: 2}}));
	expect(last()).toEqual(['mine', 4, 'sent']);
	expect(timeline.getState().items).toHaveLength(4);
	replica.change(draft =>
		applyReaderMoved(draft, {conversation: 10, account: bob.id, seq: 4, delivered: 4}),
	);
	expect(last()).toEqual(['mine', 4, 'read']);
});

test('an answer is completed when the answered message comes into the copy', async () => {
	const setup: Setup = await open(101, 110, async () => {
		const entries = messages(1, 100);
		await setup.inbound.deliver({log: 10, entries, place: 'older', isCatchUp: true, oldest: 1});
		return true;
	});
	push(setup, message(111, {content: {text: 'yes', replyTo: 90}}));
	const quoted = () => {
		const body = setup.timeline.getState().items.at(-1)?.body;
		return body?.kind === 'message-sent' ? body.replyTo : undefined;
	};

	expect(quoted()).toEqual({seq: 90});
	setup.timeline.loadOlder();
	await waitFor(() => !setup.timeline.getState().isLoading);
	expect(quoted()).toEqual({seq: 90, sender: 'bob', text: 'message 90'});
});

test('a kind of the future takes no place', async () => {
	const setup = await open(1, 3);
	push(setup, message(4, {kind: 'poll-opened', content: {}}), message(5, {content: {text: 5}}));
	expect(seqs(setup)).toEqual([1, 2, 3]);
	push(setup, message(6));
	expect(seqs(setup)).toEqual([1, 2, 3, 6]);
});
