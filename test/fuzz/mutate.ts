/** Changes bytes in the ways in which parsers break: flips, cuts, repeats, odd numbers, known pieces, parts of other inputs. */
import {below, oftenSmall, oneOf, type Random} from './random-choice.ts';

const oddBytes = [0x00, 0x01, 0x0a, 0x0d, 0x1b, 0x20, 0x7f, 0x80, 0x9b, 0xc0, 0xc1, 0xc7, 0xff];
const inputBytesMax = 100_000;

type Change = (random: Random, input: Buffer, others: readonly Buffer[]) => Buffer;

const splice = (input: Buffer, start: number, end: number, put: Uint8Array): Buffer =>
	Buffer.concat([input.subarray(0, start), put, input.subarray(end)]);

const place = (random: Random, input: Buffer): number => below(random, input.length + 1);

const slice = (random: Random, input: Buffer): Buffer => {
	const start = place(random, input);
	return input.subarray(start, start + oftenSmall(random, Math.min(input.length, 2_000)));
};

const changes: readonly Change[] = [
	(random, input) => {
		const changed = Buffer.from(input);
		const at = below(random, changed.length || 1);
		changed[at] = (changed[at] ?? 0) ^ (1 << below(random, 8));
		return changed;
	},
	(random, input) => {
		const changed = Buffer.from(input);
		changed[below(random, changed.length || 1)] = oneOf(random, oddBytes);
		return changed;
	},
	(random, input) => splice(input, place(random, input), input.length, Buffer.alloc(0)),
	(random, input) => {
		const start = place(random, input);
		return splice(input, start, start + oftenSmall(random, 64), Buffer.alloc(0));
	},
	(random, input) => {
		const at = place(random, input);
		const noise = Buffer.from(
			Array.from({length: oftenSmall(random, 16)}, () => below(random, 256)),
		);
		return splice(input, at, at, noise);
	},
	(random, input) => {
		const piece = slice(random, input);
		const at = place(random, input);
		const times = 1 + oftenSmall(random, 300);
		return splice(input, at, at, Buffer.concat(Array.from({length: times}, () => piece)));
	},
	(random, input) => {
		const changed = Buffer.from(input);
		if (changed.length >= 4) {
			const at = below(random, changed.length - 3);
			const odd = oneOf(random, [0, 1, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0xffffffff]);
			changed.writeUInt32BE(odd, at);
		}

		return changed;
	},
	(random, input, others) => {
		const other = oneOf(random, others);
		return splice(input, place(random, input), input.length, slice(random, other));
	},
	(random, input, others) => {
		const at = place(random, input);
		return splice(input, at, at, slice(random, oneOf(random, others)));
	},
];

/** One to a few changes of one of the inputs; `tokens` are put in here and there. */
export const mutate = (
	random: Random,
	inputs: readonly Buffer[],
	tokens: readonly Buffer[],
): Buffer => {
	let changed = oneOf(random, inputs);
	const count = 1 + oftenSmall(random, 6);
	for (let index = 0; index < count; index += 1) {
		if (tokens.length > 0 && random() < 0.4) {
			const at = place(random, changed);
			const end = random() < 0.5 ? at : at + oftenSmall(random, 8);
			changed = splice(changed, at, end, oneOf(random, tokens));
		} else {
			changed = oneOf(random, changes)(random, changed, inputs);
		}
	}

	return changed.subarray(0, inputBytesMax);
};
