/** Tables of rights, written to be read: a row for each command, a column for each who asks or is meant. */

export type RightsTable = Record<string, Record<string, string>>;

/** The first line names the columns, each further one a row; cells are parted by blanks. */
export const readRights = (text: string): RightsTable => {
	const [columns = [], ...rows] = text
		.trim()
		.split(/\n\s*/)
		.map(line => line.split(/\s+/));
	return Object.fromEntries(
		rows.map(([row = '', ...cells]) => {
			if (cells.length !== columns.length) {
				throw new Error(`The row ${row} has ${cells.length} cells for ${columns.length} columns.`);
			}

			return [row, Object.fromEntries(cells.map((cell, index) => [columns[index] ?? '', cell]))];
		}),
	);
};

/** The table as the server keeps it: `ask` finds out one cell after the other. */
export const tryRights = async (
	expected: RightsTable,
	ask: (row: string, column: string) => Promise<string>,
): Promise<RightsTable> => {
	const found: RightsTable = {};
	for (const [row, cells] of Object.entries(expected)) {
		const codes: Record<string, string> = {};
		for (const column of Object.keys(cells)) {
			codes[column] = await ask(row, column);
		}

		found[row] = codes;
	}

	return found;
};
