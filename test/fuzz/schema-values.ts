/** Requests that fit the schema of a command, or miss it in one field: they get where random bytes never do. */
import type * as z from 'zod';
import {type CommandName, commands} from '../../source/protocol/commands.ts';
import {oddNumber, oddText, oddValue} from './odd-values.ts';
import {below, oftenSmall, oneOf, type Random} from './random-choice.ts';

/** What a field may be called and hold, so that requests meet: conversations, names, places that exist. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

type Definition = {
	readonly type: string;
	readonly shape?: Readonly<Record<string, z.ZodType>>;
	readonly innerType?: z.ZodType;
	readonly element?: z.ZodType;
	readonly entries?: Readonly<Record<string, string>>;
	readonly format?: string;
};

type Bounded = {
	readonly minValue?: number | null;
	readonly maxValue?: number | null;
	readonly minLength?: number | null;
	readonly maxLength?: number | null;
};

const hex = (random: Random, length: number): string =>
	Array.from({length}, () => below(random, 16).toString(16)).join('');

const uuid = (random: Random): string =>
	`${hex(random, 8)}-${hex(random, 4)}-7${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`;

const numberFor = (random: Random, {minValue, maxValue}: Bounded): number => {
	const least = Math.max(minValue ?? 0, -(2 ** 53));
	const most = Math.min(maxValue ?? 2 ** 53 - 1, 2 ** 53 - 1);
	return oneOf(random, [least, most, least + oftenSmall(random, 50), Math.min(most, 60_000)]);
};

const textFor = (random: Random, {minLength, maxLength}: Bounded): string => {
	const text = random() < 0.5 ? `word ${below(random, 50)}` : oddText(random, maxLength ?? 100);
	return text.padEnd(minLength ?? 0, 'x').slice(0, maxLength ?? 1_000);
};

const valueFor = (
	random: Random,
	schema: z.ZodType,
	field: string,
	known: KnownValues,
): unknown => {
	const definition = schema.def as unknown as Definition;
	const {type, innerType, element, entries = {}, shape = {}, format} = definition;
	const pool = known[field];
	if (pool !== undefined && type !== 'optional' && random() < 0.85) {
		const value = oneOf(random, pool);
		return type === 'array' && !Array.isArray(value) ? [value] : value;
	}

	switch (type) {
		case 'object':
			return Object.fromEntries(
				Object.entries(shape).flatMap(([name, inner]) => {
					const value = valueFor(random, inner, name, known);
					return value === undefined ? [] : [[name, value]];
				}),
			);
		case 'optional':
			return innerType === undefined || random() < 0.6
				? undefined
				: valueFor(random, innerType, field, known);
		case 'array':
			return Array.from({length: oftenSmall(random, 5)}, () =>
				element === undefined ? null : valueFor(random, element, field, known),
			);
		case 'enum':
			return oneOf(random, Object.values(entries));
		case 'boolean':
			return random() < 0.5;
		case 'number':
			return numberFor(random, schema as Bounded);
		case 'string':
			return format === 'uuid' ? uuid(random) : textFor(random, schema as Bounded);
		case 'custom':
			return Buffer.alloc(oftenSmall(random, 100));
		default:
			return oddValue(random, 2);
	}
};

/** Puts something odd into one of the fields, at any depth. */
const spoil = (random: Random, body: Record<string, unknown>): void => {
	const field = oneOf(random, [...Object.keys(body), 'extra']);
	const value = body[field];
	const isMap = typeof value === 'object' && Object.getPrototypeOf(value ?? 0) === Object.prototype;
	if (isMap && random() < 0.7) {
		spoil(random, value as Record<string, unknown>);
	} else if (random() < 0.1) {
		delete body[field];
	} else {
		body[field] = oneOf(random, [oddNumber(random), oddText(random, 300), oddValue(random, 2)]);
	}
};

export const requestFor = (
	random: Random,
	command: CommandName,
	known: KnownValues = {},
): Record<string, unknown> => {
	const body = valueFor(random, commands[command].request, '', known) as Record<string, unknown>;
	if (random() < 0.25) {
		spoil(random, body);
	}

	return body;
};
