/** Addresses and ranges of addresses (CIDR), as admins write them, and whether they hold an address. */
import {BlockList, isIP} from 'node:net';

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

export class AddressRanges {
	readonly #list = new BlockList();

	/** What is no address and no range holds nothing. */
	constructor(targets: readonly string[]) {
		for (const target of targets) {
			const range = parseAddressRange(target);
			if (range !== undefined) {
				this.#list.addSubnet(range.address, range.prefix, range.family);
			}
		}
	}

	holds(address: string): boolean {
		const plain = plainAddress(address);
		const version = isIP(plain);
		// A connection that has ended has no address any more.
		return version !== 0 && this.#list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
	}
}
