/** Works on accounts and what belongs to them: each method of their tables. */
import {
	accountOf,
	jsonTexts,
	limitOf,
	names,
	type Operation,
	read,
	relations,
	restrictionOf,
	texts,
	timeOf,
	write,
} from './chance.ts';

/** Refused by one store and not by another if the names are taken: looks first. */
const addAccount = write((chance, step) => {
	const name = `${chance.pick(names).replace('\0', '')}${step}`;
	return async ({accounts}) =>
		(await accounts.findByName(name)) ?? accounts.add({name, passwordHash: `hash ${step}`});
});

export const peopleOperations: Readonly<Record<string, Operation>> = {
	'add account 1': addAccount,
	'add account 2': addAccount,
	'add account 3': addAccount,
	'accounts.get': read(c =>
		(
			id => t =>
				t.accounts.get(id)
		)(accountOf(c)),
	),
	'accounts.findByName': read((c, i) =>
		(
			n => t =>
				t.accounts.findByName(n)
		)(`${c.pick(names)}${c.below(i)}`),
	),
	'accounts.findLookAlike': read((c, i) =>
		(
			n => t =>
				t.accounts.findLookAlike(n)
		)(`${c.pick(names)}${c.below(i)}`),
	),
	'accounts.passwordHash': write((c, i) =>
		(id => async t => {
			await t.accounts.setPasswordHash(id, `hash ${i}`);
			return t.accounts.getPasswordHash(id);
		})(accountOf(c)),
	),
	'accounts.list': read(c =>
		(
			page => t =>
				t.accounts.list(page)
		)({
			query: c.pick(['', 'a', 'Ü', 'z', '日', '"', '%', 'x\0']),
			after: c.pick(['', 'b', 'L', 'zzz']),
			limit: limitOf(c),
		}),
	),
	'accounts.setAdmin': write(c =>
		((id, is) => async t => {
			await t.accounts.setAdmin(id, is);
			return t.accounts.countAdmins();
		})(accountOf(c), c.isLikely(0.5)),
	),
	'accounts.setProfile': write(c =>
		(
			(id, profile) => t =>
				t.accounts.setProfile(id, profile)
		)(accountOf(c), {
			nickname: c.pick(jsonTexts),
			status: c.pick(jsonTexts),
		}),
	),
	'accounts.setPresence': write(c =>
		(
			(id, presence) => t =>
				t.accounts.setPresence(id, presence)
		)(accountOf(c), c.pick(['away', 'offline', 'online'] as const)),
	),
	'accounts.preferences': write(c =>
		((id, word) => async t => {
			const old = await t.accounts.getPreferences(id);
			await t.accounts.setPreferences(id, {...old, keywords: [word]});
			return [old, await t.accounts.getPreferences(id)];
		})(accountOf(c), c.pick(jsonTexts)),
	),
	'accounts.setTalkBan': write(c =>
		(
			(id, ban) => t =>
				t.accounts.setTalkBan(id, ban)
		)(accountOf(c), c.isLikely(0.5) ? undefined : restrictionOf(c)),
	),
	'accounts.remove': write(c =>
		(
			id => t =>
				id > 6 ? t.accounts.remove(id) : undefined
		)(accountOf(c)),
	),
	'accounts.setSeenAt': write(c =>
		(
			(id, at) => t =>
				t.accounts.setSeenAt(id, at)
		)(accountOf(c), timeOf(c)),
	),
	'relations.set': write(c =>
		(
			(a, b, r) => t =>
				t.relations.set(a, b, r)
		)(accountOf(c), accountOf(c), c.pick(relations)),
	),
	'relations.remove': write(c =>
		(
			(a, b) => t =>
				t.relations.remove(a, b)
		)(accountOf(c), accountOf(c)),
	),
	'relations.removeAll': write(c =>
		(
			(a, is) => t =>
				is ? t.relations.removeAll(a) : undefined
		)(accountOf(c), c.isLikely(0.2)),
	),
	'relations.read': read(c =>
		((a, b) => async t => [
			await t.relations.get(a, b),
			await t.relations.list(a),
			await t.relations.count(a, true),
			await t.relations.count(a, false),
			await t.relations.isBlockedBetween(a, b),
		])(accountOf(c), accountOf(c)),
	),
	pictures: write(c =>
		((id, bytes, isShown) => async t => {
			const picture = await t.pictures.add(bytes);
			await t.accounts.setAvatar(id, isShown ? picture : undefined);
			await t.pictures.release(picture);
			return [picture, await t.pictures.get(picture), await t.pictures.get('none')];
		})(accountOf(c), Buffer.from([0, 255, c.below(4)]), c.isLikely(0.5)),
	),
	'devices.add': write((c, i) =>
		(
			(account, name) => async t =>
				(await t.accounts.get(account)) &&
				t.devices.add({account, name, tokenHash: Buffer.from(`token${i}`)})
		)(accountOf(c), c.pick(texts)),
	),
	'devices.read': read((c, i) =>
		((a, token) => async t => [await t.devices.list(a), await t.devices.findByToken(token)])(
			accountOf(c),
			Buffer.from(`token${c.below(i)}`),
		),
	),
	'devices.change': write(c =>
		((id, a, at) => async t => {
			await t.devices.setSeenAt(id, at);
			return at % 3 === 0 && t.devices.remove(a, id);
		})(1 + c.below(30), accountOf(c), timeOf(c)),
	),
};
