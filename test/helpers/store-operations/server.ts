/** Works on files, history, and what belongs to the server: each method of their tables. */
import {
	accountOf,
	codeOf,
	fileOf,
	limitOf,
	logOf,
	type Operation,
	read,
	targetOf,
	texts,
	timeOf,
	write,
} from './chance.ts';

export const serverOperations: Readonly<Record<string, Operation>> = {
	'files.add': write(c =>
		(
			id => t =>
				t.files.add(id, id.length * 1_000 + Number(id.at(-1)))
		)(fileOf(c)),
	),
	'files.setUpload': write(c =>
		(
			upload => t =>
				t.files.setUpload(upload)
		)({
			...{account: accountOf(c), file: fileOf(c), size: 100 + c.below(100)},
			...{at: timeOf(c), isWhole: c.isLikely(0.5)},
		}),
	),
	'files.removeUpload': write(c =>
		(
			(a, file) => t =>
				t.files.removeUpload(a, file)
		)(accountOf(c), fileOf(c)),
	),
	'files.addUse': write((c, i) =>
		(
			(log, account, file) => async t =>
				(await t.files.getSize(file)) === undefined
					? 'no such file'
					: t.files.addUse({log, seq: i, file, account, kind: i % 2 === 0 ? 'sound' : 'picture'})
		)(logOf(c), accountOf(c), fileOf(c)),
	),
	'files.removeUse': write((c, i) =>
		(
			(log, seq) => t =>
				t.files.removeUse(log, seq)
		)(logOf(c), c.below(i)),
	),
	'files.removeUsesOf': write(c =>
		(
			log => async t =>
				[...(await t.files.removeUsesOf(log))].sort()
		)(logOf(c)),
	),
	'files.release': write(c =>
		(
			id => t =>
				t.files.release(id)
		)(fileOf(c)),
	),
	'files.read': read(c =>
		((a, file, log, limit) => async t => [
			await t.files.getSize(file),
			await t.files.sumBytes(),
			await t.files.sumBytesOf(a),
			await t.files.getUpload(a, file),
			[...(await t.files.listUploadsOf(a))].sort(),
			await t.files.countUploads(a),
			(await t.files.listUploadsBefore(1_700_000_500_000, 50)).length,
			await t.files.isUsedBy(a, file),
			await t.files.listUses(log, {first: 0, before: 1_000, limit}),
			await t.files.listUses(log, {kind: 'sound', first: 10, before: 500, limit}),
		])(accountOf(c), fileOf(c), logOf(c), limitOf(c)),
	),
	'retention.list': read(c =>
		(
			page => t =>
				t.retention.list(page)
		)({after: logOf(c), limit: limitOf(c), isAll: c.isLikely(0.5)}),
	),
	'retention.findOld': read(c =>
		(
			(log, range) => t =>
				t.retention.findOld(log, range)
		)(logOf(c), {before: timeOf(c), now: timeOf(c), limit: limitOf(c)}),
	),
	'retention.trim': write(c =>
		((log, isWanted) => async t => {
			const oldest = (await t.entries.list(log, {after: 0, limit: 2})).at(-1);
			return isWanted && oldest
				? [
						...(await t.retention.trim(log, {seq: oldest.seq, at: oldest.at}, 1_700_000_000_000)),
					].sort()
				: undefined;
		})(logOf(c), c.isLikely(0.3)),
	),
	'retention.findTrimmed': read(c =>
		(
			(a, id) => t =>
				t.retention.findTrimmed(a, id)
		)(accountOf(c), `id${c.below(20)}`),
	),
	'retention.forgetTrimmed': write(c =>
		(
			(at, limit) => t =>
				t.retention.forgetTrimmed(at, limit)
		)(timeOf(c), limitOf(c)),
	),
	'invitations.add': write((c, i) =>
		(
			(code, group) => t =>
				t.invitations.add(code, {usesLeft: 2, expiresAt: 1_700_000_900_000, ...group})
		)(
			c.isLikely(0.5) ? codeOf(c) : Buffer.from(`code${i}`),
			c.isLikely(0.5) ? {log: logOf(c), by: accountOf(c)} : {},
		),
	),
	'invitations.use': write(c =>
		((code, now) => async t => [
			await t.invitations.isGood(code, now),
			await t.invitations.take(code, now),
			await t.invitations.findGroup(code, now),
			await t.invitations.takeForGroup(Buffer.from('unknown')),
		])(codeOf(c), timeOf(c)),
	),
	'invitations.tidyGroup': write(c =>
		(
			(log, now) => t =>
				t.invitations.tidyGroup(log, now)
		)(logOf(c), timeOf(c)),
	),
	'invitations.removeOfGroup': write(c =>
		(
			log => t =>
				log > 10 ? t.invitations.removeOfGroup(log) : undefined
		)(logOf(c)),
	),
	'bans.set': write(c =>
		(
			(target, account, r, at) => t =>
				t.bans.set({target, ...r, ...(account === undefined ? {} : {account}), by: 'root', at})
		)(
			targetOf(c),
			c.isLikely(0.5) ? accountOf(c) : undefined,
			{
				...(c.isLikely(0.5) ? {until: timeOf(c)} : {}),
				...(c.isLikely(0.5) ? {reason: c.pick(texts)} : {}),
			},
			timeOf(c),
		),
	),
	'bans.remove': write(c =>
		(
			target => t =>
				t.bans.remove(target)
		)(targetOf(c)),
	),
	'bans.removeExpired': write(c =>
		(
			at => t =>
				t.bans.removeExpired(at)
		)(timeOf(c) - 500_000),
	),
	'bans.read': read(c =>
		((a, after, now) => async t => [
			await t.bans.findByAccount(a),
			await t.bans.list({after, limit: 3, now}),
			(await t.bans.listAddresses()).length,
		])(accountOf(c), c.pick(['', 'A', 'b']), timeOf(c)),
	),
	'audit.add': write(c =>
		(
			detail => t =>
				t.audit.add({by: 'root', act: 'ban', ...(detail === '' ? {} : {target: 'x', detail})})
		)(c.pick(texts)),
	),
	'audit.list': read(c =>
		(
			before => t =>
				t.audit.list({before, limit: 5})
		)(c.pick([3, 10, Number.MAX_SAFE_INTEGER])),
	),
	settings: write(c =>
		((key, value) => async t => {
			const old = await t.settings.get(key);
			await (value === '' ? t.settings.remove(key) : t.settings.set(key, value));
			return [old, await t.settings.get(key), await t.settings.get('epoch\0')];
		})(c.pick(['one', 'two', 'Two']), c.pick(texts)),
	),
	count: read(() => t => t.count()),
	order: write(() => t => t.order({act: 'load-bans'})),
};
