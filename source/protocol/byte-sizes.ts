/** Sizes in bytes, as people read and write them. */

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Such as `1.5 GiB`; whole bytes below 1 KiB. */
export const formatBytes = (bytes: number): string => {
	const power = bytes < 1_024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
	const unit = bytes === 1 ? 'byte' : units[power];
	return `${Number((bytes / 1_024 ** power).toFixed(1))} ${unit}`;
};

const pattern = /^(\d{1,6}(?:\.\d{1,3})?)([kmgt]?)(?:i?b)?$/i;

/** `1.5G`, `500M`, `2 GiB`: all to the base of 1024. `undefined` for anything else. */
export const parseBytes = (text: string): number | undefined => {
	const [, number, unit = ''] = pattern.exec(text.replaceAll(' ', '')) ?? [];
	const power = ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase());
	return number === undefined ? undefined : Math.round(Number(number) * 1_024 ** power);
};
