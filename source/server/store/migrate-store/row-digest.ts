/** What tells one table's rows from any others: their number, and a hash over them in the order of their keys. */
import {createHash} from 'node:crypto';
import type {ColumnKind, MovedTable} from './moved-tables.ts';

/** As both drivers are brought to give it. */
export type Value = string | number | boolean | Buffer | null;
export type Row = readonly Value[];

export type TableDigest = {
	readonly rows: number /** SHA-256, hexadecimal. */;
	readonly digest: string;
};

/**
 * Brings what a driver gives to one form. PostgreSQL's texts have no U+0000: it becomes what broken text becomes.
 *
 * @throws {RangeError} for a number that is none, or not exact
 */
export const toValue = (kind: ColumnKind, value: unknown): Value => {
	if (value === null) {
		return null;
	}

	switch (kind) {
		case 'integer': {
			const number = Number(value);
			if (!Number.isSafeInteger(number)) {
				throw new RangeError(`A whole number was expected where ${String(value)} stands.`);
			}

			return number;
		}

		case 'boolean':
			return value === true || value === 1;
		case 'bytes':
			return Buffer.from(value as Uint8Array);
		default:
			return String(value).replaceAll('\0', '\uFFFD');
	}
};

export const columnNames = ({columns}: MovedTable): readonly string[] => Object.keys(columns);

/** SQL's names, in quotes: some are words of SQL. */
export const quoted = (names: readonly string[]): string =>
	names.map(name => `"${name}"`).join(', ');

export class RowDigest {
	readonly #hash = createHash('sha256');
	#rows = 0;

	add(row: Row): void {
		this.#rows += 1;
		const values = row.map(value => (Buffer.isBuffer(value) ? value.toString('base64') : value));
		this.#hash.update(`${JSON.stringify(values)}\n`);
	}

	end(): TableDigest {
		return {rows: this.#rows, digest: this.#hash.digest('hex')};
	}
}
