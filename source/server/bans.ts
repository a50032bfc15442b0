/** Who may not use the server: accounts, addresses, and ranges of addresses. */
import {BlockList, isIP} from 'node:net';
import {ProtocolError} from '../protocol/errors.ts';
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
		throw new ProtocolError(
			'banned',
			`This account may not use the server${describeRestriction(ban)}.`,
			remainingOf(ban),
		);
	}
};

/** The address or range in its plain form, or `undefined` when it is none. */
export const parseAddressRange = (
	text: string,
): {address: string; family: 'ipv4' | 'ipv6'; prefix: number} | undefined => {
	const [address = '', length, ...rest] = text.split('/');
	const version = isIP(address);
	const bits = version === 4 ? 32 : 128;
	const prefix = length === undefined ? bits : Number(length);
	const isLength = length === undefined || /^\d{1,3}$/.test(length);
	return version === 0 || rest.length > 0 || !isLength || prefix > bits
		? undefined
		: {address, family: version === 4 ? 'ipv4' : 'ipv6', prefix};
};

/** IPv4 that came over an IPv6 socket is IPv4. */
const plainAddress = (address: string): string =>
	address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

const blockListOf = (target: string): BlockList | undefined => {
	const range = parseAddressRange(target);
	if (range === undefined) {
		return undefined;
	}

	const list = new BlockList();
	list.addSubnet(range.address, range.prefix, range.family);
	return list;
};

const holds = (list: BlockList, address: string): boolean => {
	const plain = plainAddress(address);
	return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
};

/** Whether a ban of `target` (an address or a range) would mean `address`. */
export const isWithin = (target: string, address: string): boolean => {
	const list = blockListOf(target);
	return list !== undefined && holds(list, address);
};

/** The banned addresses in memory: every connection asks. */
export class AddressBans {
	#bans: readonly {readonly list: BlockList; readonly ban: BanRow}[] = [];

	/** Reads them anew; call after each change. */
	async load(store: Store): Promise<void> {
		const rows = await store.read(({bans}) => bans.listAddresses());
		this.#bans = rows.flatMap(ban => {
			const list = blockListOf(ban.target);
			return list === undefined ? [] : [{list, ban}];
		});
	}

	isBanned(address: string): boolean {
		return this.#bans.some(({list, ban}) => isInForce(ban) && holds(list, address));
	}
}
