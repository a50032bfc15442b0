/** What can be told of a file without knowing its name. */

export type MediaKind = 'picture' | 'sound' | 'video' | 'file';

/**
 * A picture small enough to go with a message: at most 1,536 pixels. `pixels` is the base64 of its
 * rows from the top, three bytes a pixel: red, green, blue.
 */
export type Preview = {readonly width: number; readonly height: number; readonly pixels: string};

export type FileFacts = {
	readonly kind: MediaKind;
	/** A MIME type without parameters; `application/octet-stream` is what nobody knows. */
	readonly type: string;
	/** In pixels, as it is to be looked at: turned as the file asks. */
	readonly width?: number;
	readonly height?: number;
	readonly durationMs?: number;
	/** The base64 of at most 64 bytes, each the loudest sample of its part; the loudest of all is 255. */
	readonly waveform?: string;
	readonly preview?: Preview;
};

/** `data` holds the rows from the top, four bytes a pixel: red, green, blue, opacity. */
export type Pixels = {readonly width: number; readonly height: number; readonly data: Uint8Array};
