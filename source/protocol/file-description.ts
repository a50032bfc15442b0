/** What a message says of the file that it carries. Read without a schema library: a client does it at its start. */
import {isFileName} from './file-names.ts';
import {limits} from './limits.ts';

/** What a file is by its content; decides how it is shown. */
export const fileKinds = ['picture', 'sound', 'video', 'file'] as const;
export type FileKind = (typeof fileKinds)[number];

/** A picture small enough to travel with its message: base64 of rows of pixels, each red, green, blue. */
export type Preview = {
	readonly width: number;
	readonly height: number;
	readonly pixels: string;
};

/** A file as its sender describes it. Only `id` and `size` are checked by the server. */
export type FileDescription = {
	/** SHA-256 of the content in base64url. */
	readonly id: string;
	/** In bytes. */
	readonly size: number;
	/** Never a path: neither separators nor control characters. */
	readonly name: string;
	readonly kind: FileKind;
	/** MIME type (RFC 6838), found by content. */
	readonly type: string;
	/** In pixels, as it is to be shown. */
	readonly width?: number;
	readonly height?: number;
	readonly durationMs?: number;
	/** Base64 of the loudest sample of each slice, 0 to 255. */
	readonly waveform?: string;
	readonly preview?: Preview;
};

const idPattern = /^[\w-]{43}$/;
const typePattern = /^[\w.+-]+\/[\w.+-]+$/;
const base64Pattern = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
const waveformLengthMax = Math.ceil(limits.waveformBytesMax / 3) * 4;

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number =>
	Number.isSafeInteger(value) && Number(value) >= 0;
const isLength = (value: unknown): value is number => isCount(value) && value > 0;

export const isFileId = (value: unknown): value is string => isText(value) && idPattern.test(value);

const isKind = (value: unknown): value is FileKind =>
	(fileKinds as readonly unknown[]).includes(value);

const isType = (value: unknown): value is string =>
	isText(value) && value.length <= limits.mediaTypeLengthMax && typePattern.test(value);

const isWaveform = (value: unknown): value is string =>
	isText(value) && value.length <= waveformLengthMax && base64Pattern.test(value);

const isPreview = (value: unknown): value is Preview =>
	isObject(value) &&
	isLength(value.width) &&
	isLength(value.height) &&
	value.width * value.height <= limits.previewPixelsMax &&
	isText(value.pixels) &&
	// Three bytes a pixel are four characters.
	value.pixels.length === value.width * value.height * 4 &&
	base64Pattern.test(value.pixels);

const optional: Readonly<Record<string, (value: unknown) => boolean>> = {
	width: isLength,
	height: isLength,
	durationMs: isCount,
	waveform: isWaveform,
	preview: isPreview,
};

/** With what is known of it and nothing else; `undefined` when any of it does not fit. */
export const readFileDescription = (value: unknown): FileDescription | undefined => {
	if (!isObject(value)) {
		return undefined;
	}

	const {id, size, name, kind, type} = value;
	const isWhole = isFileId(id) && isCount(size) && size <= limits.fileBytesMax;
	if (!isWhole || !isText(name) || !isFileName(name) || !isKind(kind) || !isType(type)) {
		return undefined;
	}

	const description: Record<string, unknown> = {id, size, name, kind, type};
	for (const [field, isGood] of Object.entries(optional)) {
		const given = value[field];
		if (given !== undefined && !isGood(given)) {
			return undefined;
		}

		if (given !== undefined) {
			description[field] = given;
		}
	}

	return description as FileDescription;
};
