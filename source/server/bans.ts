/** Who may not use the server: accounts, addresses, and ranges of addresses. */
import type {Restriction} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {AddressRanges} from './address-ranges.ts';
import {describeRestriction, isInForce, remainingOf} from './restrictions.ts';
import type {AccountRow, BanRow} from './store/rows.ts';
import type {Store, Transaction} from './store/store.ts';

/** Who was connected before the ban asks too. @throws {ProtocolError} `banned` */
export const checkAddressBan = (addressBans: AddressBans, address: string): void => {
	if (addressBans.isBanned(address)) {
		throw new ProtocolError('banned', 'Your address may not use the server.');
	}
};

/** @throws {ProtocolError} `banned` */
export const checkAccountBan = async ({bans}: Transaction, account: AccountRow): Promise<void> => {
	const ban = await bans.findByAccount(account.id);
	if (isInForce(ban)) {
		throw bannedError(ban);
	}
};

/** What a banned account is told. */
export const bannedError = (ban: Restriction): ProtocolError =>
	new ProtocolError(
		'banned',
		`This account may not use the server${describeRestriction(ban)}.`,
		remainingOf(ban),
	);

/** Whether a ban of `target` (an address or a range) would mean `address`. */
export const isWithin = (target: string, address: string): boolean =>
	new AddressRanges([target]).holds(address);

/** The banned addresses in memory: every connection asks. */
export class AddressBans {
	#bans: readonly {readonly range: AddressRanges; readonly ban: BanRow}[] = [];

	/** Reads them anew; call after each change. */
	async load(store: Store): Promise<void> {
		const rows = await store.read(({bans}) => bans.listAddresses());
		this.#bans = rows.map(ban => ({range: new AddressRanges([ban.target]), ban}));
	}

	isBanned(address: string): boolean {
		return this.#bans.some(({range, ban}) => isInForce(ban) && range.holds(address));
	}
}
