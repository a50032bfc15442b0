/** Works on conversations, members, entries and messages: each method of their tables. */
import {
	accountOf,
	jsonTexts,
	limitOf,
	logOf,
	names,
	type Operation,
	placeOf,
	read,
	restrictionOf,
	roles,
	seqOf,
	settingsOf,
	timeOf,
	write,
} from './chance.ts';

const addConversation = write((chance, step) => {
	const kind = chance.pick(['group', 'group', 'direct', 'everyone'] as const);
	const name = chance.isLikely(0.8)
		? `${chance.pick(['Ops', 'büro', 'Σ', 'team'])}-${step}`
		: undefined;
	const settings = kind === 'direct' ? undefined : settingsOf(chance);
	const directKey = kind === 'direct' ? `1,${step}` : undefined;
	return ({conversations}) => conversations.add({kind, name, settings, directKey});
});

const append = write((chance, step) => {
	const log = logOf(chance);
	const sender = accountOf(chance);
	const id = chance.isLikely(0.7)
		? `id${chance.below(chance.isLikely(0.3) ? 20 : 10_000)}`
		: undefined;
	const content = {
		text: `${chance.pick(jsonTexts)}${step}`,
		...(chance.isLikely(0.3) ? {mentions: [accountOf(chance), accountOf(chance)]} : {}),
		...(chance.isLikely(0.1) ? {mentionsHere: true} : {}),
	};
	return async ({accounts, conversations, entries}) => {
		const account = await accounts.get(sender);
		const conversation = await conversations.get(log);
		return account && conversation
			? entries.append({
					...{log, kind: 'message-sent', content, sender: {id: sender, name: account.name}},
					...(id === undefined ? {} : {id}),
				})
			: 'nothing there';
	};
});

const addMember = write(chance => {
	const [log, account, role] = [logOf(chance), accountOf(chance), chance.pick(roles)];
	const [readSeq, isOwn] = [seqOf(chance), chance.isLikely(0.7)];
	return ({members}) => members.add({log, account, role, readSeq, isOwn});
});

export const conversationOperations: Readonly<Record<string, Operation>> = {
	'add conversation 1': addConversation,
	'add conversation 2': addConversation,
	'add conversation 3': addConversation,
	'add conversation 4': addConversation,
	'add member 1': addMember,
	'add member 2': addMember,
	'add member 3': addMember,
	'add member 4': addMember,
	'append 1': append,
	'append 2': append,
	'append 3': append,
	'append 4': append,
	'append 5': append,
	'conversations.get': read(c =>
		(
			log => t =>
				t.conversations.get(log)
		)(logOf(c)),
	),
	'conversations.find': read((c, i) =>
		((n, key) => async t => [
			await t.conversations.findByName(n),
			await t.conversations.findDirect(key),
		])(`${c.pick(['ops', 'BÜRO', 'σ', '0ps', 'tea\0m'])}-${c.below(i)}`, `1,${c.below(i)}`),
	),
	'conversations.freeName': write(c =>
		(
			(log, is) => t =>
				is ? t.conversations.freeName(log) : undefined
		)(logOf(c), c.isLikely(0.1)),
	),
	'conversations.setSettings': write(c =>
		(
			(log, s) => t =>
				t.conversations.setSettings(log, s)
		)(logOf(c), settingsOf(c)),
	),
	'conversations.setPicture': write(c =>
		(
			(log, p) => t =>
				t.conversations.setPicture(log, p)
		)(logOf(c), c.isLikely(0.5) ? 'picture' : undefined),
	),
	'conversations.setRetention': write(c =>
		(
			(log, ms, setAt) => t =>
				t.conversations.setRetention(log, {ms, setAt})
		)(logOf(c), c.below(3) * 1_000, timeOf(c)),
	),
	'conversations.listPublic': read(c =>
		(
			page => t =>
				t.conversations.listPublic(page)
		)({
			query: c.pick([
				'',
				'ops',
				'Ü',
				'hello',
				'"',
				'\\',
				'日本',
				'👨',
				'quoted',
				"it's",
				'%',
				'x\0',
			]),
			after: c.pick(['', 'c', 'ops']),
			limit: limitOf(c),
		}),
	),
	'members.remove': write(c =>
		(
			(log, a) => t =>
				t.members.remove(log, a)
		)(logOf(c), accountOf(c)),
	),
	'members.forgetAbsent': write(c =>
		(
			log => t =>
				t.members.forgetAbsent(log)
		)(logOf(c)),
	),
	'members.read': read(c =>
		((log, a, n, seq) => async t => [
			await t.members.get(log, a),
			await t.members.getWriter(log, a),
			await t.members.findByName(log, n),
			await t.members.findSuccessor(log, 1_700_000_500_000),
			await t.members.hasNewerMember(log, seq),
			[...(await t.members.listReachable(log, a))].sort(),
			await t.members.isBanned(log, a),
			await t.members.listBanned(log),
		])(logOf(c), accountOf(c), c.pick(names), seqOf(c)),
	),
	'members.list': read(c =>
		(
			(log, page) => t =>
				t.members.list(log, page)
		)(logOf(c), {after: accountOf(c) - 1, limit: limitOf(c)}),
	),
	'members.set': write(c =>
		((log, a, role, seq) => async t => {
			await t.members.setRole(log, a, role);
			await t.members.setReadSeq(log, a, seq);
			await t.members.setDeliveredSeq(log, a, seq + 1);
			await t.members.setNotifications(log, a, {level: 'mentions'});
		})(logOf(c), accountOf(c), c.pick(roles), seqOf(c)),
	),
	'members.setMuted': write(c =>
		(
			(log, a, muted) => t =>
				t.members.setMuted(log, a, muted)
		)(logOf(c), accountOf(c), c.isLikely(0.3) ? undefined : restrictionOf(c)),
	),
	'members.setSentAt': write(c =>
		(
			(log, a, at) => t =>
				t.members.setSentAt(log, a, at)
		)(logOf(c), accountOf(c), timeOf(c)),
	),
	'members.ban': write(c =>
		(
			(log, a) => t =>
				t.members.ban(log, a)
		)(logOf(c), accountOf(c)),
	),
	'members.unban': write(c =>
		(
			(log, a) => t =>
				t.members.unban(log, a)
		)(logOf(c), accountOf(c)),
	),
	'members of an account': read(c =>
		((a, log, limit) => async t => [
			await t.members.listConversations(a, {after: log - 1, limit}),
			await t.members.getConversation(a, log),
			[...(await t.members.listHeads(a))].sort((x, y) => x.log - y.log),
			await t.members.countConversations(a),
			[...(await t.members.listContacts(a))].sort(),
			[...(await t.members.listContacts(a, [1, 2, 3]))].sort(),
			await t.members.listContacts(a, []),
		])(accountOf(c), logOf(c), limitOf(c)),
	),
	'entries.read': read(c =>
		((log, seq, a, limit) => async t => [
			await t.entries.get(log, seq),
			await t.entries.getHead(log),
			await t.entries.listHeads([log, 1, 2, 999]),
			await t.entries.list(log, {after: seq, limit}),
			await t.entries.list(log, {before: seq, limit}),
			await t.entries.list(log, {limit}),
			await t.entries.countUnread(log, a, seq),
		])(logOf(c), seqOf(c), accountOf(c), limitOf(c)),
	),
	'entries.findById': read(c =>
		(
			(a, id) => t =>
				t.entries.findById(a, id)
		)(accountOf(c), `id${c.below(20)}`),
	),
	'entries.lock': write(c =>
		(
			log => t =>
				t.entries.lock(log)
		)(logOf(c)),
	),
	'entries.scrub': write(c =>
		((log, seq) => async t => {
			await t.entries.scrub(log, seq);
			return t.entries.list(log, {after: 0, limit: 100});
		})(logOf(c), seqOf(c)),
	),
	'messages.edit': write(c =>
		((log, message, text) => async t => {
			const known = await t.entries.get(log, message);
			const edit =
				known &&
				(await t.entries.append({
					log,
					kind: 'message-edited',
					content: {message, text, mentions: [1]},
				}));
			return edit && t.messages.addEdit(log, message, edit.seq);
		})(logOf(c), seqOf(c), c.pick(jsonTexts)),
	),
	'messages.pin': write(c =>
		((log, message, seq) => async t => {
			if (await t.messages.isPinned(log, message)) {
				await t.messages.removePin(log, message);
			} else {
				await t.messages.addPin(log, message, seq);
			}
		})(logOf(c), seqOf(c), 1_000 + c.below(1_000)),
	),
	'messages.addReaction': write(c =>
		(
			place => t =>
				t.messages.addReaction(place)
		)(placeOf(c)),
	),
	'messages.removeReaction': write(c =>
		(
			place => t =>
				t.messages.removeReaction(place)
		)(placeOf(c)),
	),
	'messages.hide': write(c =>
		(
			(a, log, seq) => t =>
				t.messages.hide(a, log, seq)
		)(accountOf(c), logOf(c), seqOf(c)),
	),
	'messages.forget': write(c =>
		(
			(log, seq) => t =>
				t.messages.forget(log, seq)
		)(logOf(c), seqOf(c)),
	),
	'messages.read': read(c =>
		(place => async t => [
			(await t.messages.listPins(place.log)).length,
			await t.messages.hasReaction(place),
			[...(await t.messages.listEmoji(place.log, place.message))].sort(),
			await t.messages.listEdits(place.log, place.message),
			await t.messages.listHidden(place.account, place.log, {first: 3, last: 20}),
		])(placeOf(c)),
	),
};
