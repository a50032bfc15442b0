/**
 * What a proxy says first of whom it speaks for: "The PROXY protocol", versions 1 (text) and 2 (binary), of HAProxy.
 *
 * Only parses: whether the peer is to be believed is for others to decide.
 */
import {isIPv4, isIPv6, SocketAddress} from 'node:net';

export type ProxyHeader =
	/** More bytes are needed. */
	| {readonly kind: 'unfinished'}
	| {readonly kind: 'malformed'; readonly reason: string}
	/** The header fills the first `bytes`. Without an `address` the proxy speaks for itself, or does not say. */
	| {readonly kind: 'header'; readonly bytes: number; readonly address: string | undefined}
	/** There is none: an HTTP request begins. */
	| {readonly kind: 'http'};

const textStart = Buffer.from('PROXY ');
/** With its line's end (section 2.1). */
const textBytesMax = 107;
const signature = Buffer.from('\r\n\r\n\0\r\nQUIT\n');
const binaryStartBytes = 16;
/** All that follows the length: addresses, and details that are skipped. */
const binaryRestBytesMax = 4_096;

const malformed = (reason: string): ProxyHeader => ({kind: 'malformed', reason});

/** In the spelling that sockets use. */
const normalAddress = (address: string, family: 'ipv4' | 'ipv6'): string =>
	new SocketAddress({address, family}).address;

const isPort = (text: string): boolean =>
	/^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535;

const parseTextLine = (line: string): string | undefined | Error => {
	const [, family, source = '', target = '', ...ports] = line.split(' ');
	if (family === 'UNKNOWN') {
		return undefined;
	}

	const isAddress = {TCP4: isIPv4, TCP6: isIPv6}[family ?? ''];
	if (isAddress === undefined) {
		return new Error('unknown family');
	}

	const areAddresses = [source, target].every(text => isAddress(text) && !text.includes('%'));
	return areAddresses && ports.length === 2 && ports.every(isPort)
		? normalAddress(source, family === 'TCP4' ? 'ipv4' : 'ipv6')
		: new Error('no addresses and ports');
};

const parseText = (bytes: Buffer): ProxyHeader => {
	const end = bytes.subarray(0, textBytesMax).indexOf('\r\n');
	if (end === -1) {
		return bytes.length < textBytesMax ? {kind: 'unfinished'} : malformed('no end of the line');
	}

	const address = parseTextLine(bytes.toString('latin1', 0, end));
	return address instanceof Error
		? malformed(address.message)
		: {kind: 'header', bytes: end + 2, address};
};

const readIpv6 = (bytes: Buffer): string => {
	const groups = Array.from({length: 8}, (_, index) => bytes.readUInt16BE(2 * index).toString(16));
	return normalAddress(groups.join(':'), 'ipv6');
};

/** `rest` is all that follows the length. */
const parseBinaryAddress = (family: number, rest: Buffer): ProxyHeader => {
	const header = (address?: string): ProxyHeader => ({
		kind: 'header',
		bytes: binaryStartBytes + rest.length,
		address,
	});
	switch (family) {
		case 0x11:
			return rest.length < 12
				? malformed('too short for IPv4')
				: header(rest.subarray(0, 4).join('.'));
		case 0x21:
			return rest.length < 36 ? malformed('too short for IPv6') : header(readIpv6(rest));
		// No family, or a local socket of the proxy's machine.
		case 0x00:
		case 0x31:
			return header();
		default:
			return malformed('unknown family or transport');
	}
};

const parseBinary = (bytes: Buffer): ProxyHeader => {
	if (bytes.length < binaryStartBytes) {
		return {kind: 'unfinished'};
	}

	const versionAndCommand = bytes.readUInt8(12);
	const restBytes = bytes.readUInt16BE(14);
	const isLocal = versionAndCommand === 0x20;
	if (!isLocal && versionAndCommand !== 0x21) {
		return malformed('unknown version or command');
	}

	if (restBytes > binaryRestBytesMax) {
		return malformed('too long');
	}

	const end = binaryStartBytes + restBytes;
	if (bytes.length < end) {
		return {kind: 'unfinished'};
	}

	// Of its own accord the proxy looks whether the server is there.
	return isLocal
		? {kind: 'header', bytes: end, address: undefined}
		: parseBinaryAddress(bytes.readUInt8(13), bytes.subarray(binaryStartBytes, end));
};

/** Whether `bytes` begin with `start`, as far as they go. */
const mayBegin = (bytes: Buffer, start: Buffer): boolean => {
	const length = Math.min(bytes.length, start.length);
	return bytes.compare(start, 0, length, 0, length) === 0;
};

/** What the first bytes of a connection from a proxy are; never throws. */
export const parseProxyHeader = (bytes: Buffer): ProxyHeader => {
	if (mayBegin(bytes, textStart)) {
		return bytes.length < textStart.length ? {kind: 'unfinished'} : parseText(bytes);
	}

	if (mayBegin(bytes, signature)) {
		return parseBinary(bytes);
	}

	return /^[A-Z]/.test(bytes.toString('latin1', 0, 1)) ? {kind: 'http'} : malformed('no header');
};
