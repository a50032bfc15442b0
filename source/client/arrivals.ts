/**
 * What follows when people come together in a group: who is there is asked, since the server tells
 * presence only as it changes; and this account learns who has brought it in.
 */
import type {Person} from '../protocol/entities.ts';
import type {Entry} from '../protocol/entries.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {AtMost} from '../turns/at-most.ts';
import {applyBroughtIn} from './apply/apply-arrival.ts';
import {readMembership} from './entry-content.ts';
import type {Requester} from './patient-request.ts';
import type {Replica} from './replica.ts';

/** The server shows presence to the members of groups of at most this many. */
const presenceMembersMax = 200;

export type ArrivalsOptions = {
	readonly replica: Replica;
	readonly request: Requester;
	/** Takes failures of the connection or the disk. */
	onFailure(error: unknown): void;
};

export class Arrivals {
	#options: ArrivalsOptions;
	/** One question at a time: a hundred people may be brought in at once. */
	#limit = new AtMost(1);
	/** Until the copy is filled, old arrivals come in as if they were new. */
	#isFilling: boolean;

	/** `isFilling`: the local copy held nothing before this connection. */
	constructor(options: ArrivalsOptions, {isFilling}: {isFilling: boolean}) {
		this.#options = options;
		this.#isFilling = isFilling;
	}

	/** The local copy holds all that the server had at log-in. */
	noteSynced(): void {
		this.#isFilling = false;
	}

	/** Takes each entry that is new here. */
	note({log, kind, content}: Entry, {isCatchUp}: {isCatchUp: boolean}): void {
		const {replica, request} = this.#options;
		const {account, by} = readMembership(content);
		if (kind !== 'member-joined' || account === undefined) {
			return;
		}

		const own = replica.store.getState().account.id;
		if (account.id === own) {
			if (by !== undefined && by.id !== own && !this.#isFilling) {
				replica.show(draft => applyBroughtIn(draft, log, by));
			}
		} else if (!isCatchUp && this.#showsPresence(log)) {
			this.#ask(async () => [(await request('get-person', {name: account.name})).person]);
		}
	}

	/** This account has come into the conversation. */
	noteOwn(conversation: number): void {
		if (this.#showsPresence(conversation)) {
			this.#ask(async () => {
				const body = {conversation, limit: presenceMembersMax};
				const {members} = await this.#options.request('list-members', body);
				return members.map(({account}) => account);
			});
		}
	}

	#showsPresence(conversation: number): boolean {
		const {kind, memberCount} =
			this.#options.replica.store.getState().conversations.get(conversation) ?? {};
		return kind === 'group' && memberCount !== undefined && memberCount <= presenceMembersMax;
	}

	#ask(question: () => Promise<readonly Person[]>): void {
		const {replica, onFailure} = this.#options;
		const ask = async (): Promise<void> => {
			const people = await question();
			replica.change(draft => {
				for (const person of people) {
					draft.putPerson(person);
				}
			});
		};
		this.#limit.run(ask).catch((error: unknown) => {
			// Who was asked about may have gone meanwhile; presence is no promise.
			if (!(error instanceof ProtocolError)) {
				onFailure(error);
			}
		});
	}
}
