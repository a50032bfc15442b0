import {join} from 'node:path';
import {png, send} from './team.ts';
import {temporaryFolder} from './temporary-folder.ts';
import {startTestServer, type TestServer} from './test-server.ts';
import {copyTestData} from './test-store.ts';
import {connectWire, password, signUp, type WireAccount, type WireClient} from './wire-client.ts';
import {describe, makeBytes, upload} from './wire-files.ts';

/** Those who ask. `root` administers the server and is, like `stranger`, not in the group. */
export const askers = [
	'stranger',
	'exile',
	'member',
	'muted',
	'silent',
	'admin',
	'owner',
	'root',
] as const;

const others = [
	/** A member as others. */
	'mate',
	/** In no group. */
	'guest',
	/** A friend of all who ask. */
	'pal',
	/** Has asked all of them to be a friend. */
	'fan',
	/** By all of them. */
	'blocked',
	/** Has blocked all of them. */
	'blocker',
	/** Deleted. */
	'gone',
	/** Banned from the server. */
	'outlaw',
] as const;

export type Asker = (typeof askers)[number];
export type Person = Asker | (typeof others)[number];
type People = Record<Person, WireAccount>;

/** Where things are: the same in each copy of the world. */
export type Places = {
	/** Of `owner` and `admin`; all in `writers` are in it. */
	readonly team: number;
	/** Of `owner`, with `admin` alone; `exile` is banned here too. */
	readonly club: number;
	readonly everyone: number;
	/** Of `member` with `mate` and `guest`. */
	readonly trio: number;
	/** Of `member` with each of these. */
	readonly direct: Record<DirectPeer, number>;
	/** By place and sender: `team mate`. */
	readonly messages: Record<string, {conversation: number; seq: number}>;
	readonly picture: string;
};

const directPeers = ['mate', 'blocked', 'blocker', 'gone', 'outlaw'] as const;
export type DirectPeer = (typeof directPeers)[number];

/** Who has written a message into the team. */
export const writers = [
	'member',
	'muted',
	'silent',
	'admin',
	'owner',
	'mate',
	'blocked',
	'blocker',
	'gone',
	'outlaw',
] as const;

const bytes = makeBytes(100);

const furnish = async (people: People): Promise<Places> => {
	const {owner, admin, member, mate, root} = people;
	const messages: Places['messages'] = {};
	const group = async (name: string, members: readonly string[]): Promise<number> => {
		const {conversation} = await owner.request('create-group', {name, members: [...members]});
		return conversation.id;
	};
	const team = await group('team', [...writers, 'exile']);
	const club = await group('club', ['admin']);
	const {conversation: everyone} = await root.request('join-group', {name: 'everyone'});
	const say = async (place: string, name: Person, conversation: number, more: object = {}) => {
		const {seq} = await send(people[name], conversation, `by ${name}`, more);
		messages[`${place} ${name}`] = {conversation, seq};
	};
	for (const name of writers) {
		await say('team', name, team);
	}

	for (const name of ['member', 'mate', 'root'] as const) {
		await say('everyone', name, everyone.id);
	}

	await upload(mate, bytes);
	await say('team file', 'mate', team, {file: describe(bytes)});
	const direct: Partial<Places['direct']> = {};
	for (const name of directPeers) {
		const {conversation} = await member.request('open-direct', {members: [name]});
		direct[name] = conversation.id;
		await say(`direct ${name}`, 'member', conversation.id);
		await say(`direct ${name}`, name, conversation.id);
	}

	const {conversation: trio} = await member.request('open-direct', {members: ['mate', 'guest']});
	await admin.request('set-profile', {status: 'here'});
	await mate.request('set-avatar', {picture: png});
	const {person} = await owner.request('get-person', {name: 'mate'});
	return {
		team,
		club,
		everyone: everyone.id,
		trio: trio.id,
		direct: direct as Places['direct'],
		messages,
		picture: person.avatar ?? '',
	};
};

const relate = async (people: People): Promise<void> => {
	const {pal, fan, blocker} = people;
	for (const name of askers) {
		const asker = people[name];
		await pal.request('request-friend', {name});
		await asker.request('request-friend', {name: 'pal'});
		await fan.request('request-friend', {name});
		await asker.request('block-account', {name: 'blocked'});
		await blocker.request('block-account', {name});
	}
};

const restrict = async (people: People, {team, club}: Places): Promise<void> => {
	const {owner, root, gone} = people;
	await owner.request('set-member-role', {conversation: team, name: 'admin', role: 'admin'});
	await owner.request('set-member-role', {conversation: club, name: 'admin', role: 'admin'});
	await owner.request('mute-member', {conversation: team, name: 'muted'});
	await owner.request('ban-member', {conversation: team, name: 'exile'});
	await owner.request('ban-member', {conversation: club, name: 'exile'});
	await root.request('ban-talk', {name: 'silent'});
	await root.request('ban', {target: '@outlaw'});
	await gone.request('delete-account', {password});
};

/** The world as first made: its folder, and what leads into it. */
export type WorldTemplate = {
	readonly folder: string;
	readonly places: Places;
	readonly tokens: Record<Person, string>;
};

export const makeWorld = async (): Promise<WorldTemplate> => {
	const server = await startTestServer();
	const signedUp = await Promise.all(
		[...askers, ...others].map(async name => [name, await signUp(server, name)] as const),
	);
	const people = Object.fromEntries(signedUp) as People;
	await people.root.request('claim-admin', {code: server.server.adminCode ?? ''});
	const places = await furnish(people);
	await relate(people);
	await restrict(people, places);
	await server.close();
	const tokens = Object.fromEntries(
		signedUp.map(([name, {session}]) => [name, session.token]),
	) as WorldTemplate['tokens'];
	return {folder: server.dataDir, places, tokens};
};

/** A copy of the world, made anew as soon as something was done in it. */
export class World {
	readonly places: Places;
	readonly #template: WorldTemplate;
	readonly #folder = join(temporaryFolder(), 'copy');
	#server: Promise<TestServer> | undefined;

	constructor(template: WorldTemplate) {
		this.#template = template;
		this.places = template.places;
	}

	/** What comes of it when `asker`, or somebody not logged in, asks: a code, or `done`. */
	async try(
		asker: Person | 'nobody',
		ask: (client: WireClient) => Promise<string>,
	): Promise<string> {
		const client = await this.enter(asker);
		const code = await ask(client);
		client.socket.destroy();
		if (code === 'done') {
			await this.#end();
		}

		return code;
	}

	async enter(asker: Person | 'nobody'): Promise<WireClient> {
		const client = await connectWire(await this.#begin());
		if (asker !== 'nobody') {
			await client.request('resume', {token: this.#template.tokens[asker]});
		}

		return client;
	}

	/** Two who come at once come to the same one. */
	#begin(): Promise<TestServer> {
		this.#server ??= this.#copy();
		return this.#server;
	}

	async #copy(): Promise<TestServer> {
		await copyTestData(this.#template.folder, this.#folder);
		return startTestServer({dataDir: this.#folder, patience: {closeMs: 100}});
	}

	async #end(): Promise<void> {
		const server = await this.#server;
		await server?.close();
		this.#server = undefined;
	}
}
