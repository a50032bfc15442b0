/** How many cells a picture takes. */

/** In pixels. */
type Size = {readonly width: number; readonly height: number};
/** In cells. */
type Area = {readonly columns: number; readonly rows: number};

/** Where the terminal has not told: about what most are. */
const usualCell: Size = {width: 8, height: 16};

/** Whole cells, from 1 to `max`. */
const toCells = (value: number, max: number): number => Math.max(1, Math.min(max, value));

/**
 * The largest area in `box` with the picture's proportions, as near as whole cells come to them,
 * but no larger than the picture's own size, rounded up to cells. At least 1 × 1, also where
 * nothing fits.
 */
export const fitPicture = (picture: Size, box: Area, cell: Size = usualCell): Area => {
	const columns = picture.width / cell.width;
	const rows = picture.height / cell.height;
	const scale = Math.min(box.columns / columns, box.rows / rows);
	const round = scale < 1 ? Math.round : Math.ceil;
	const factor = Math.min(1, scale);
	return {
		columns: toCells(round(columns * factor), Math.floor(box.columns)),
		rows: toCells(round(rows * factor), Math.floor(box.rows)),
	};
};
