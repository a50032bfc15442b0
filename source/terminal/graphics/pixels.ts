/** A decoded picture, as everything that draws one takes it. */

/**
 * `data` holds `width` × `height` pixels in rows from the top, four bytes each: red, green, blue,
 * opacity (not multiplied into the colours).
 */
export type Pixels = {readonly width: number; readonly height: number; readonly data: Uint8Array};
