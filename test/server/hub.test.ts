/** Who is handed what: entries go to those who are in the conversation, and to nobody who has left it. */
import {expect, test} from 'vitest';
import {decodeEvent} from '../../source/protocol/codec.ts';
import type {Entry} from '../../source/protocol/entries.ts';
import {type Frame, FrameDecoder} from '../../source/protocol/frame.ts';
import {type Follower, Hub} from '../../source/server/hub.ts';

const group = 5;

const setUp = () => {
	const followed: number[] = [];
	const hub = new Hub({
		delivered: () => undefined,
		followed: log => followed.push(log),
		chose: () => undefined,
		reached: () => undefined,
		unfollowed: log => followed.splice(followed.indexOf(log), 1),
		signalled: () => undefined,
	});
	const come = (account: number, logs: readonly number[], seq = 0): string[] => {
		const seen: string[] = [];
		const decoder = new FrameDecoder({payloadBytesMax: 65_536});
		const note = ({encoding, payload}: Frame): void => {
			const event = decodeEvent(encoding, payload);
			if (event?.event === 'entry-appended') {
				seen.push(`${event.body.log}/${event.body.seq}`);
			}
		};
		const follower: Follower = {
			encoding: 'json',
			queue: {
				pushEntries(frames) {
					expect(frames.length).toBeGreaterThan(0);
					decoder.push(frames, note);
				},
				pushSignal: () => undefined,
				pushSync: () => undefined,
			},
		};
		hub.attach(
			account,
			follower,
			logs.map(log => ({log, seq})),
		);
		return seen;
	};
	return {hub, come, followed};
};

const entryOf = (log: number, seq: number, kind: string, content: Entry['content']): Entry => ({
	log,
	seq,
	kind,
	at: 1,
	content,
});

const said = (seq: number): Entry => entryOf(group, seq, 'message-sent', {text: 'x'});
const moved = (seq: number, kind: string, id: number): Entry =>
	entryOf(group, seq, kind, {account: {id, name: 'bob'}, role: 'member'});
const told = (seq: number, kind: string): Entry => entryOf(102, seq, kind, {conversation: group});

test.each(['member-left', 'member-removed', 'member-banned'])(
	'after %s nothing more comes, though the private log is late',
	kind => {
		const {hub, come} = setUp();
		const ada = come(1, [101, group]);
		const bob = come(2, [102, group]);
		hub.deliver([said(1), moved(2, kind, 2), said(3)]);
		hub.deliver([said(4)]);
		expect(ada).toEqual(['5/1', '5/2', '5/3', '5/4']);
		expect(bob).toEqual(['5/1', '5/2']);
	},
);

test('who comes back gets everything from there on, in whatever order the two logs come', () => {
	const {hub, come, followed} = setUp();
	come(1, [101, group]);
	const bob = come(2, [102, group]);
	hub.deliver([told(1, 'conversation-left'), told(2, 'conversation-joined')]);
	hub.deliver([moved(1, 'member-removed', 2), said(2), moved(3, 'member-joined', 2), said(4)]);
	expect(bob).toEqual(['102/1', '102/2', '5/1', '5/3', '5/4']);
	expect([...followed].sort()).toEqual([101, 102, 5].sort());
});

test('the last one who goes takes the log along', () => {
	const {hub, come, followed} = setUp();
	const bob = come(2, [102, group]);
	hub.deliver([moved(1, 'member-left', 2), told(1, 'conversation-left'), said(2)]);
	expect(bob).toEqual(['5/1', '102/1']);
	expect(followed).toEqual([102]);
});

test('who comes while the log lags here gets nothing from before', () => {
	const {hub, come} = setUp();
	const ada = come(1, [101, group]);
	const bob = come(2, [102]);
	hub.deliver([told(1, 'conversation-joined')], new Map([[group, 3]]));
	hub.deliver([said(2)]);
	hub.deliver([said(3), said(4)]);
	hub.deliver([said(5)]);
	expect(ada).toEqual(['5/2', '5/3', '5/4', '5/5']);
	expect(bob).toEqual(['102/1', '5/4', '5/5']);
});

test('a device that knows of a conversation before the others of its account lets them hear it too', () => {
	const {hub, come} = setUp();
	const phone = come(2, [102]);
	const laptop = come(2, [102, group]);
	hub.deliver([said(1)]);
	expect([phone, laptop]).toEqual([['5/1'], ['5/1']]);
});

test('what a device is told early is handed to it, whenever the news of the conversation comes', () => {
	const {hub, come} = setUp();
	come(2, [102]);
	const laptop = come(2, [102, group]);
	hub.deliver([told(1, 'conversation-joined')], new Map([[group, 2]]));
	hub.deliver([said(1), said(2), said(3)]);
	expect(laptop).toEqual(['102/1', '5/1', '5/2', '5/3']);
});

test('a device that comes late does not bring back what its account has left', () => {
	const {hub, come} = setUp();
	come(1, [101, group]);
	come(2, [102, group], 7);
	hub.deliver([told(8, 'conversation-left')]);
	const late = come(2, [102, group], 7);
	hub.deliver([entryOf(group, 8, 'message-sent', {text: 'x'})]);
	expect(late).toEqual([]);
});
