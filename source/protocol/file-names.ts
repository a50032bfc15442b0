/** What may be the name of a file, everywhere. */
import {limits} from './limits.ts';

/** Control and format characters, which hide or turn text, and what separates folders. */
const forbidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}/\\]/u;

/** Whether `name` is one name, and never a path. The length is counted in UTF-8 bytes. */
export const isFileName = (name: string): boolean =>
	!forbidden.test(name) &&
	name.trim() !== '' &&
	name !== '.' &&
	name !== '..' &&
	new TextEncoder().encode(name).length <= limits.fileNameBytesMax;
