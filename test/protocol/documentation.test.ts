/** The protocol's document: what the wire has stands there too. */
import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {commands} from '../../source/protocol/commands.ts';
import {entryContents} from '../../source/protocol/entries.ts';
import {errorCodes} from '../../source/protocol/errors.ts';
import {events} from '../../source/protocol/events.ts';
import {limits} from '../../source/protocol/limits.ts';
import vectors from './golden-vectors.json' with {type: 'json'};

const document = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');

/** The text below a heading, up to the next one of its level. */
const section = (heading: string): string =>
	document.split(/^## /m).find(part => part.startsWith(`${heading}\n`)) ?? '';

const fieldsOf = (schema: {shape: object}): string[] => Object.keys(schema.shape);

/** The table row that opens with `name`, or nothing. */
const rowOf = (part: string, name: string): string =>
	part.split('\n').find(line => line.startsWith(`| \`${name}\` |`)) ?? '';

describe('the document has a row for', () => {
	test.each(Object.entries(commands))('the command %s and its fields', (name, command) => {
		const row = rowOf(section('Commands'), name);
		expect(row).not.toBe('');
		// Told once above the table.
		const session = ['account', 'device', 'log', 'head', 'epoch'];
		const told = row.includes('*session*') ? session : [];
		for (const field of [...fieldsOf(command.request), ...fieldsOf(command.reply)]) {
			expect(`${row} ${told.join(' ')}`).toMatch(new RegExp(`\\b${field}\\b`));
		}
	});

	test.each(Object.entries(events))('the event %s and its fields', (name, schema) => {
		const row = rowOf(section('Events'), name);
		expect(row).not.toBe('');
		if (name !== 'entry-appended') {
			for (const field of fieldsOf(schema)) {
				expect(row).toMatch(new RegExp(`\\b${field}\\b`));
			}
		}
	});

	test.each(Object.entries(entryContents))('the entry %s and its fields', (name, schema) => {
		const row = rowOf(section('Entries'), name);
		expect(row).not.toBe('');
		for (const field of fieldsOf(schema)) {
			expect(row).toMatch(new RegExp(`\\b${field}\\b`));
		}
	});

	test.each(Object.keys(errorCodes))('the error code %s', code => {
		expect(rowOf(section('Errors'), code)).not.toBe('');
	});

	test.each(Object.entries(limits))('the limit %s as it is', (name, value) => {
		const row = rowOf(section('Limits'), name);
		expect(row.replaceAll(' ', '')).toContain(`|\`${name}\`|${value}|`);
	});
});

test.each(['ping', 'send-message', 'reply to send-message'])(
	'shows the golden bytes of %s',
	name => {
		const vector = vectors.find(candidate => candidate.name === name);
		const plain = section('Payloads').replace(/\s/g, '');
		expect(plain).toContain(vector?.msgpack);
	},
);
