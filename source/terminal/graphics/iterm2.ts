/** Pictures by iTerm2's protocol: an encoded file that the terminal decodes and scales. */

/** iTerm2 takes no longer sequence. */
const sequenceLengthMax = 1_048_576;
/** Encoded, of one part of a picture that is too long for one sequence; a multiple of 4. */
const partLength = 262_144;

const command = (text: string): string => `\x1B]1337;${text}\x07`;

/**
 * Shows the picture with its upper left corner at the cursor, stretched over `columns` × `rows`
 * cells. The cursor stays in WezTerm only: elsewhere it must be put back where it is wanted. A
 * picture of more than about 768 KiB goes in parts, which iTerm2 knows since its version 3.5.
 */
export const iterm2Image = (
	png: Uint8Array,
	{columns, rows}: {readonly columns: number; readonly rows: number},
): string => {
	const encoded = Buffer.from(png.buffer, png.byteOffset, png.byteLength).toString('base64');
	const keys = [
		'inline=1',
		`size=${png.byteLength}`,
		`width=${columns}`,
		`height=${rows}`,
		'preserveAspectRatio=0',
		'doNotMoveCursor=1',
	].join(';');
	const whole = command(`File=${keys}:${encoded}`);
	if (whole.length <= sequenceLengthMax) {
		return whole;
	}

	const parts: string[] = [];
	for (let at = 0; at < encoded.length; at += partLength) {
		parts.push(command(`FilePart=${encoded.slice(at, at + partLength)}`));
	}

	return [command(`MultipartFile=${keys}`), ...parts, command('FileEnd')].join('');
};
