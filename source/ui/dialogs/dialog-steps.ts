/** How far each key moves the cursor or the lines of a dialog. */
import type {ActionName} from '../key-table.ts';

export const dialogSteps: Partial<Record<ActionName, number>> = {
	'dialog-previous': -1,
	'dialog-next': 1,
	'scroll-line-up': -1,
	'scroll-line-down': 1,
	'scroll-page-up': -10,
	'scroll-page-down': 10,
};
