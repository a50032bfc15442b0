/** Names that others chose, made safe for this computer. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {numberedName, toFileName} from '../../../source/client/files/file-name.ts';
import {isFileName} from '../../../source/protocol/file-names.ts';

test.each([
	['plan.pdf', 'plan.pdf'],
	['../../etc/passwd', '_.._etc_passwd'],
	['/etc/passwd', '_etc_passwd'],
	['C:\\Windows\\x.exe', 'C__Windows_x.exe'],
	['.bashrc', 'bashrc'],
	['..', 'file'],
	['', 'file'],
	[' . ', 'file'],
	['a\u0000b\u001b[31m.txt', 'a_b_[31m.txt'],
	['gnp\u202eexe.png', 'gnp_exe.png'],
	['nul.txt', '_nul.txt'],
	['half \ud800 pair', 'half \ufffd pair'],
	['山の写真👩.jpg', '山の写真👩.jpg'],
])('%j becomes %j', (given, wanted) => {
	expect(toFileName(given)).toBe(wanted);
});

test('whatever the name, it is one name within the limit, and keeps its extension', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 400}), name => {
			const safe = toFileName(name);
			expect(isFileName(safe)).toBe(true);
			expect(isFileName(numberedName(safe, 12))).toBe(true);
		}),
		{seed: 5},
	);
	expect(toFileName(`${'長'.repeat(200)}.pdf`)).toMatch(/^長+\.pdf$/);
});

test('a name that is nearly all extension gets its number too', () => {
	const name = toFileName(`a.${'x'.repeat(251)}`);
	const second = numberedName(name, 2);
	expect(second).toMatch(/^a\.x+ \(2\)$/);
	expect(isFileName(second)).toBe(true);
	expect(numberedName(`.${'y'.repeat(254)}`, 9_999)).toMatch(/ \(9999\)$/);
});

test('the second file of a name is numbered before its extension', () => {
	expect(numberedName('plan.pdf', 1)).toBe('plan.pdf');
	expect(numberedName('plan.pdf', 2)).toBe('plan (2).pdf');
	expect(numberedName('Makefile', 3)).toBe('Makefile (3)');
});
