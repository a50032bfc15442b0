/** What one does about conversations and people: asks the server, and takes what it tells. */
import type {Conversation, Member, Person} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import type {Engine} from './engine.ts';
import {fetchAllPages} from './paging.ts';
import {findConversation, parseTarget} from './targets.ts';

/** People that `listPeople` returns at most. */
const peopleMax = 1_000;

/** The conversation can be used at once; its entries follow. */
const meet = (engine: Engine, conversation: Conversation): number => {
	// A failure to fetch ends the connection, and the next one fetches again.
	engine.session.meet(conversation);
	return conversation.id;
};

/** @throws {ProtocolError | ClientError} */
export const resolveTarget = async (engine: Engine, target: string): Promise<number> => {
	const found = findConversation(engine.replica.store.getState(), target);
	if (found !== undefined) {
		return found.id;
	}

	const {kind, name} = parseTarget(target);
	if (kind === 'group') {
		throw new ProtocolError(
			'not-found',
			`You are in no group ${target}. "/join ${target}" joins it.`,
		);
	}

	const {conversation} = await engine.session.request('open-direct', {members: [name]});
	return meet(engine, conversation);
};

export const createGroup = async (
	engine: Engine,
	name: string,
	members: readonly string[],
): Promise<number> => {
	const {conversation} = await engine.session.request('create-group', {
		name,
		members: [...members],
	});
	return meet(engine, conversation);
};

export const openDirect = async (engine: Engine, names: readonly string[]): Promise<number> => {
	const {conversation} = await engine.session.request('open-direct', {members: [...names]});
	return meet(engine, conversation);
};

export const joinGroup = async (
	engine: Engine,
	name: string | undefined,
	code: string | undefined,
): Promise<number> => {
	const {conversation} = await engine.session.request('join-group', {
		...(name === undefined ? {} : {name}),
		...(code === undefined ? {} : {code}),
	});
	return meet(engine, conversation);
};

const meetPeople = (engine: Engine, people: readonly Person[]): void => {
	engine.replica.change(draft => {
		for (const person of people) {
			draft.putPerson(person);
		}
	});
};

export const listMembers = async (engine: Engine, conversation: number): Promise<Member[]> => {
	const members = await fetchAllPages<Member>(async last => {
		const {members: items, more} = await engine.session.request('list-members', {
			conversation,
			limit: limits.listPageMax,
			...(last === undefined ? {} : {after: last.account.id}),
		});
		return {items, more};
	}, limits.groupMembersMax);
	meetPeople(
		engine,
		members.map(({account}) => account),
	);
	return members;
};

export const listPeople = async (engine: Engine, query?: string): Promise<Person[]> => {
	const people = await fetchAllPages<Person>(async last => {
		const {people: items, more} = await engine.session.request('list-people', {
			limit: limits.listPageMax,
			...(query === undefined ? {} : {query}),
			...(last === undefined ? {} : {after: last.name}),
		});
		return {items, more};
	}, peopleMax);
	meetPeople(engine, people);
	return people;
};
