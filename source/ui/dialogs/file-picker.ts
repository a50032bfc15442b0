/** A folder of this computer to choose a file from: what stands in it, what the typed letters keep. */
import {type Dirent, readdirSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {createTextField} from '../text-field.ts';
import type {Dialog} from './dialog-state.ts';

export type FilePickerDialog = Extract<Dialog, {kind: 'file-picker'}>;
export type PickerEntry = {readonly name: string; readonly isFolder: boolean};

const queryLengthMax = 128;
const entriesMax = 5_000;

/** A link is what it leads to. */
const isFolder = (folder: string, entry: Dirent): boolean =>
	entry.isSymbolicLink()
		? (statSync(join(folder, entry.name), {throwIfNoEntry: false})?.isDirectory() ?? false)
		: entry.isDirectory();

/** Folders first; hidden ones are left out. Empty where the folder cannot be read. */
const readFolder = (folder: string): readonly PickerEntry[] => {
	try {
		return readdirSync(folder, {withFileTypes: true})
			.filter(({name}) => !name.startsWith('.'))
			.slice(0, entriesMax)
			.map(entry => ({name: entry.name, isFolder: isFolder(folder, entry)}))
			.sort(
				(one, other) =>
					Number(other.isFolder) - Number(one.isFolder) || one.name.localeCompare(other.name),
			);
	} catch {
		// It may not be read: the way up is still there.
		return [];
	}
};

export const openFolder = (folder: string): FilePickerDialog => ({
	kind: 'file-picker',
	folder,
	entries: readFolder(folder),
	query: createTextField(queryLengthMax),
	cursor: 0,
});

/** The way up, then what holds the typed letters. */
export const pickerChoices = ({
	folder,
	entries,
	query,
}: FilePickerDialog): readonly PickerEntry[] => {
	const typed = query.text.toLowerCase();
	const up = typed === '' && dirname(folder) !== folder ? [{name: '..', isFolder: true}] : [];
	return [...up, ...entries.filter(({name}) => name.toLowerCase().includes(typed))];
};

export const pathOfChoice = ({folder}: FilePickerDialog, {name}: PickerEntry): string =>
	join(folder, name);
