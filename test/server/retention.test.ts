/** History that is older than it is to be kept goes, wholly and no more than that. */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {pino} from 'pino';
import {expect, onTestFinished, test, vi} from 'vitest';
import {ageHistory, countRows, dayMs, endNotice, endServerNotice} from '../helpers/age-history.ts';
import {seededRandom} from '../helpers/seeded-random.ts';
import {send} from '../helpers/team.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {resumeAs, signUp, type WireAccount} from '../helpers/wire-client.ts';
import {describe, fetchAll, idOf, makeBytes, upload} from '../helpers/wire-files.ts';

const patience = {sweepMs: 10, retentionMs: 30};
const monthMs = 30 * dayMs;

const start = async () => {
	const server = await startTestServer({patience});
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	const {conversation} = await ada.request('create-group', {name: 'team', members: ['bob']});
	return {server, ada, bob, team: conversation.id};
};

type Started = Awaited<ReturnType<typeof start>>;

const describeTo = async (client: WireAccount, log: number) => {
	const {conversations} = await client.request('list-conversations', {only: [log]});
	const [conversation] = conversations;
	if (conversation === undefined) {
		throw new Error('this account is not in it');
	}

	return conversation;
};

const fetchPage = async (client: WireAccount, log: number, page: object = {}) =>
	client.request('fetch-entries', {log, epoch: client.session.epoch, ...page});

const untilTrimmed = (client: WireAccount, log: number, seq: number) =>
	waitFor(
		async () => (await describeTo(client, log)).trimmed === seq,
		`everything up to ${seq} to go`,
	);

/** Its messages are kept for 30 days, since long ago. */
const keepForAMonth = async ({ada, server}: Pick<Started, 'ada' | 'server'>, log: number) => {
	await ada.request('set-retention', {conversation: log, retentionMs: monthMs});
	endNotice(server.dataDir, log);
};

let probes = 0;

/** The server has looked at all conversations once more: at a newer one after all others. */
const untilLookedAgain = async ({ada, server}: Pick<Started, 'ada' | 'server'>): Promise<void> => {
	probes += 1;
	const {conversation} = await ada.request('create-group', {name: `probe-${probes}`});
	await keepForAMonth({ada, server}, conversation.id);
	ageHistory(server.dataDir, conversation.id, {byMs: 2 * monthMs});
	await untilTrimmed(ada, conversation.id, conversation.head + 1);
};

test('what is older goes with all that stands of it, and the rest stays as it is', async () => {
	const started = await start();
	const {server, ada, bob, team} = started;
	const bytes = makeBytes(3_000);
	await upload(ada, bytes);
	const {seq: withFile} = await send(ada, team, 'a plan', {file: describe(bytes)});
	const {seq: old} = await send(ada, team, 'old words');
	await bob.request('react-to-message', {conversation: team, seq: old, emoji: '👍', isOn: true});
	await ada.request('pin-message', {conversation: team, seq: old, isOn: true});
	await bob.request('hide-message', {conversation: team, seq: withFile});
	const last = (await describeTo(ada, team)).head;
	await ada.request('edit-message', {conversation: team, seq: old, text: 'old words, changed'});
	const {seq: kept} = await send(bob, team, 'an answer', {replyTo: old});
	await ada.request('react-to-message', {conversation: team, seq: kept, emoji: '🎉', isOn: true});
	await ada.request('pin-message', {conversation: team, seq: kept, isOn: true});
	ageHistory(server.dataDir, team, {until: last, byMs: monthMs + dayMs});
	const before = await fetchPage(ada, team, {after: last});
	await keepForAMonth(started, team);
	await untilTrimmed(bob, team, last);

	expect(await describeTo(bob, team)).toMatchObject({
		first: last + 1,
		trimmed: last,
		retentionMs: monthMs,
		pins: [kept],
		unread: 0,
	});
	const page = await fetchPage(bob, team);
	expect(page).toMatchObject({first: last + 1, head: before.head + 1});
	// The words of the edit belong to a message that is gone.
	const edit = before.entries.map(entry =>
		entry.kind === 'message-edited' ? {...entry, content: {...entry.content, text: ''}} : entry,
	);
	expect(page.entries.slice(0, -1)).toEqual(edit);
	expect(page.entries.at(-1)).toMatchObject({
		kind: 'retention-changed',
		content: {retentionMs: monthMs},
	});
	expect((await fetchPage(bob, team, {before: last + 1})).entries).toEqual([]);
	expect((await fetchPage(bob, team, {after: 1})).entries).toEqual(page.entries);
	expect((await bob.request('list-files', {conversation: team})).files).toEqual([]);
	expect(countRows(server.dataDir, team)).toEqual({
		entry: page.entries.length,
		pin: 1,
		reaction: 1,
		edit: 0,
		hidden: 0,
		file_use: 0,
	});
	for (const seq of [withFile, old]) {
		const place = {conversation: team, seq};
		const answers = [
			await ada.codeOf('recall-message', place),
			await ada.codeOf('edit-message', {...place, text: 'other'}),
			await ada.codeOf('hide-message', place),
			await ada.codeOf('pin-message', {...place, isOn: true}),
			await ada.codeOf('react-to-message', {...place, emoji: '👍', isOn: true}),
			await ada.codeOf('fetch-chunk', {...place, offset: 0, length: 10}),
		];
		expect(new Set(answers)).toEqual(new Set(['not-found']));
	}

	await waitFor(
		() =>
			!readdirSync(join(server.dataDir, 'files'), {recursive: true}).join().includes(idOf(bytes)),
		'the content of the file to go',
	);
	await server.close();
	for (const file of ['server.db', 'server.db-wal']) {
		const path = join(server.dataDir, file);
		expect(existsSync(path) ? readFileSync(path, 'latin1') : '').not.toContain('old words');
	}
});

test('a file stays as long as another message carries it', async () => {
	const started = await start();
	const {server, ada, bob, team} = started;
	const bytes = makeBytes(3_000);
	await upload(ada, bytes);
	const {seq: old} = await send(ada, team, '', {file: describe(bytes)});
	const forwards = {conversation: team, seq: old};
	const {seq} = await send(bob, team, '', {forwards});
	ageHistory(server.dataDir, team, {until: old, byMs: 2 * monthMs});
	await keepForAMonth(started, team);
	await untilTrimmed(bob, team, old);
	expect(await fetchAll(ada, {conversation: team, seq})).toEqual(bytes);
});

test('a log that is wholly gone goes on where it ended, after a restart too', async () => {
	const started = await start();
	const {server, ada, bob, team} = started;
	await send(ada, team, 'one');
	await keepForAMonth(started, team);
	const {head, lastAt} = await describeTo(ada, team);
	ageHistory(server.dataDir, team, {byMs: 2 * monthMs});
	await untilTrimmed(bob, team, head);
	expect(await fetchPage(bob, team)).toMatchObject({entries: [], head, first: head + 1});
	expect(await describeTo(bob, team)).toMatchObject({
		head,
		first: head + 1,
		unread: 0,
		memberCount: 2,
		lastAt: lastAt - 2 * monthMs,
	});
	await server.close();

	const again = await startTestServer({patience, dataDir: server.dataDir});
	const carol = await signUp(again, 'carol');
	const {session} = ada;
	const back = Object.assign(await resumeAs(again, ada), {session});
	expect(await describeTo(back, team)).toMatchObject({head, trimmed: head});
	expect((await send(back, team, 'two')).seq).toBe(head + 1);
	await back.request('invite-member', {conversation: team, name: 'carol'});
	expect((await fetchPage(carol, team)).entries.map(({seq, kind}) => [seq, kind])).toEqual([
		[head + 1, 'message-sent'],
		[head + 2, 'member-joined'],
	]);
});

test('a message that is gone is not written again when it is sent again', async () => {
	const started = await start();
	const {server, ada, bob, team} = started;
	const id = crypto.randomUUID();
	const request = {conversation: team, id, text: 'only once'};
	const first = await ada.request('send-message', request);
	ageHistory(server.dataDir, team, {byMs: 2 * monthMs});
	await keepForAMonth(started, team);
	await untilTrimmed(ada, team, first.seq);
	const {head} = await describeTo(ada, team);
	expect(await ada.request('send-message', request)).toEqual({
		seq: first.seq,
		at: first.at - 2 * monthMs,
	});
	expect(await describeTo(ada, team)).toMatchObject({head});
	const {conversation: other} = await ada.request('create-group', {name: 'other'});
	expect(await ada.codeOf('send-message', {...request, conversation: other.id})).toBe('id-reused');
	// The id is the sender's own.
	expect((await bob.request('send-message', request)).seq).toBe(head + 1);
});

test('a new setting takes effect a day later, and can be taken back until then', async () => {
	const started = await start();
	const {server, ada, bob, team} = started;
	await send(ada, team, 'of last year');
	ageHistory(server.dataDir, team, {byMs: 300 * dayMs});
	await ada.request('set-retention', {conversation: team, retentionMs: dayMs});
	await untilLookedAgain(started);
	expect(await describeTo(bob, team)).toMatchObject({trimmed: 0, retentionMs: dayMs});
	await ada.request('set-retention', {conversation: team, retentionMs: 0});
	endNotice(server.dataDir, team);
	await untilLookedAgain(started);
	expect(await describeTo(bob, team)).toMatchObject({trimmed: 0, retentionMs: 0});
});

test('the shorter of the two times holds, and the log of an account stays', async () => {
	const started = await start();
	const {server, ada, bob, team} = started;
	await ada.request('claim-admin', {code: server.server.adminCode ?? ''});
	const retentionMs = 60 * dayMs;
	const {settings} = await ada.request('change-server', {retentionMs});
	expect(settings).toMatchObject({retentionMs});
	endServerNotice(server.dataDir);
	expect(await ada.request('set-retention', {conversation: team})).toEqual({
		retentionMs: 0,
		effectiveMs: retentionMs,
	});
	const {conversation} = await ada.request('open-direct', {members: ['bob']});
	const {seq: older} = await send(ada, team, 'older than both');
	const {seq: between} = await send(ada, team, 'between the two');
	const direct = await send(ada, conversation.id, 'between the two');
	ageHistory(server.dataDir, team, {byMs: 45 * dayMs});
	ageHistory(server.dataDir, team, {until: older, byMs: 30 * dayMs});
	ageHistory(server.dataDir, conversation.id, {byMs: 45 * dayMs});
	for (const {session} of [ada, bob]) {
		ageHistory(server.dataDir, session.log, {byMs: 300 * dayMs});
	}

	await untilTrimmed(bob, team, older);
	await keepForAMonth(started, team);
	await untilTrimmed(bob, team, between);
	expect(await describeTo(bob, team)).toMatchObject({retentionMs: monthMs});
	expect((await describeTo(bob, conversation.id)).trimmed).toBe(0);
	expect((await fetchPage(bob, conversation.id)).entries.at(-1)?.seq).toBe(direct.seq);
	const log = await bob.request('fetch-entries', {
		log: bob.session.log,
		epoch: bob.session.epoch,
		after: 0,
	});
	expect(log.first).toBe(1);
	expect(log.entries[0]?.seq).toBe(1);
	const {records} = await ada.request('list-audit', {});
	expect(records[0]).toMatchObject({
		act: 'change-server',
		detail: JSON.stringify({retentionMs}),
	});
});

test('either side of a direct conversation sets it, and both are told', async () => {
	const {ada, bob} = await start();
	const {conversation} = await ada.request('open-direct', {members: ['bob']});
	const log = conversation.id;
	await bob.request('set-retention', {conversation: log, retentionMs: dayMs});
	await bob.request('set-retention', {conversation: log, retentionMs: dayMs});
	await ada.settle();
	expect(ada.entriesOf(log)).toMatchObject([
		{kind: 'retention-changed', sender: {name: 'bob'}, content: {retentionMs: dayMs}},
	]);
	expect(await ada.request('set-retention', {conversation: log, retentionMs: 0})).toEqual({
		retentionMs: 0,
		effectiveMs: 0,
	});
	expect(await ada.codeOf('set-retention', {conversation: log, retentionMs: 1})).toBe(
		'bad-payload',
	);
});

test('who is online is told once, and who counted them has nothing unread', async () => {
	const started = await start();
	const {server, ada, bob, team} = started;
	for (let count = 0; count < 450; count += 1) {
		await send(ada, team, `message ${count}`);
	}

	const {head} = await describeTo(bob, team);
	expect(await describeTo(bob, team)).toMatchObject({unread: 450});
	ageHistory(server.dataDir, team, {until: head, byMs: 2 * monthMs});
	await keepForAMonth(started, team);
	await waitFor(() => bob.bodiesOf('history-trimmed').length > 0, 'bob to be told');
	expect(bob.bodiesOf('history-trimmed')).toEqual([
		{conversation: team, trimmed: head, retentionMs: monthMs},
	]);
	expect(await describeTo(bob, team)).toMatchObject({unread: 0, head: head + 1});
});

test('an entry with a wrong clock holds up nothing, and takes nothing with it', async () => {
	const started = await start();
	const {server, ada, bob, team} = started;
	const {seq: first} = await send(ada, team, 'one');
	const {seq: future} = await send(ada, team, 'stamped a year ahead');
	const {seq: last} = await send(ada, team, 'three');
	const {seq: recent} = await send(ada, team, 'of today');
	const {seq: past} = await send(ada, team, 'stamped a year back');
	ageHistory(server.dataDir, team, {until: last, byMs: 2 * monthMs});
	ageHistory(server.dataDir, team, {until: future, byMs: -400 * dayMs});
	ageHistory(server.dataDir, team, {until: first, byMs: 400 * dayMs});
	ageHistory(server.dataDir, team, {until: past, byMs: 365 * dayMs});
	ageHistory(server.dataDir, team, {until: recent, byMs: -365 * dayMs});
	await keepForAMonth(started, team);
	await untilTrimmed(bob, team, last);
	await untilLookedAgain(started);
	expect((await fetchPage(bob, team)).entries.map(({seq}) => seq).slice(0, 2)).toEqual([
		recent,
		past,
	]);
});

test('a clock that jumps a year ahead removes nothing', async () => {
	vi.useFakeTimers({toFake: ['Date']});
	onTestFinished(() => void vi.useRealTimers());
	const warnings: unknown[] = [];
	const logger = pino({level: 'warn'}, {write: line => void warnings.push(JSON.parse(line))});
	const server = await startTestServer({patience, logger});
	const ada = await signUp(server, 'ada');
	const {conversation} = await ada.request('create-group', {name: 'team'});
	const team = conversation.id;
	await send(ada, team, 'of today');
	await keepForAMonth({ada, server}, team);
	await untilLookedAgain({ada, server});
	vi.setSystemTime(Date.now() + 365 * dayMs);
	await waitFor(() => warnings.length > 0, 'the log to tell of the clock');
	expect(warnings).toMatchObject([{msg: expect.stringContaining('clock went ahead')}]);
	expect(await describeTo(ada, team)).toMatchObject({trimmed: 0});
	await server.close();
	// Nor does a server that starts with that clock.
	const again = await startTestServer({patience, logger, dataDir: server.dataDir});
	await waitFor(() => warnings.length > 1, 'the log to tell of it again');
	const back = Object.assign(await resumeAs(again, ada), {session: ada.session});
	expect(await describeTo(back, team)).toMatchObject({trimmed: 0});
	vi.setSystemTime(Date.now() - 365 * dayMs);
	await untilLookedAgain({ada: back, server: again});
	expect(await describeTo(back, team)).toMatchObject({trimmed: 0});
});

test('stopped in the middle, it goes on after the start (seed 5)', async () => {
	const random = seededRandom(5);
	const server = await startTestServer({patience});
	const ada = await signUp(server, 'ada');
	const {conversation} = await ada.request('create-group', {name: 'team'});
	const team = conversation.id;
	for (let count = 0; count < 1_200; count += 100) {
		await Promise.all(
			Array.from({length: 100}, (_, index) => send(ada, team, `m ${count + index}`)),
		);
	}

	const {head} = await describeTo(ada, team);
	ageHistory(server.dataDir, team, {until: head, byMs: 2 * monthMs});
	await keepForAMonth({ada, server}, team);
	await waitFor(async () => (await describeTo(ada, team)).trimmed > random() * 600, 'some to go');
	await server.close();
	const [rows] = [countRows(server.dataDir, team)];
	expect(rows?.entry).toBeGreaterThan(1);
	const again = await startTestServer({patience, dataDir: server.dataDir});
	const back = Object.assign(await resumeAs(again, ada), {session: ada.session});
	const page = await fetchPage(back, team, {after: 0});
	const {first, entries} = page;
	expect(entries[0]?.seq ?? first).toBe(first);
	await untilTrimmed(back, team, head);
	expect(countRows(server.dataDir, team).entry).toBe(1);
});
