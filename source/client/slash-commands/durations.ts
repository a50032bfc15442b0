/** Spans of time as people write and read them: `30s`, `10m`, `2h`, `7d`, `1w`. */
import {limits} from '../../protocol/limits.ts';
import {SlashUsageError} from './slash-command.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const unitsMs: Readonly<Record<string, number>> = {
	s: second,
	m: minute,
	h: hour,
	d: day,
	w: 7 * day,
};

const unitWords: readonly (readonly [number, string])[] = [
	[day, 'day'],
	[hour, 'hour'],
	[minute, 'minute'],
	[second, 'second'],
];

/** What Tab offers. */
export const durationSuggestions = ['10m', '1h', '8h', '1d', '1w'] as const;

const durationPattern = /^(\d+)([smhdw])$/i;

/** `5400000` → `90 minutes`: in the largest unit that holds it without rest. */
export const describeDuration = (durationMs: number): string => {
	const [unitMs, word] = unitWords.find(([ms]) => durationMs % ms === 0) ?? [second, 'second'];
	const count = Math.max(1, Math.round(durationMs / unitMs));
	return `${count} ${word}${count === 1 ? '' : 's'}`;
};

/** @returns milliseconds @throws {SlashUsageError} when it is none, or longer than `durationMsMax` */
export const parseDuration = (
	word: string,
	durationMsMax: number = limits.durationMsMax,
): number => {
	const [, count = '', unit = ''] = durationPattern.exec(word) ?? [];
	const durationMs = Number(count) * (unitsMs[unit.toLowerCase()] ?? 0);
	if (durationMs <= 0) {
		throw new SlashUsageError(`"${word}" is no span of time. Write 30s, 10m, 2h, 7d or 1w.`);
	}

	if (durationMs > durationMsMax) {
		throw new SlashUsageError(`${word} is too long: at most ${describeDuration(durationMsMax)}.`);
	}

	return durationMs;
};

/** How long messages are kept; `off`: 0, for ever. @throws {SlashUsageError} */
export const parseRetention = (word: string): number => {
	const durationMs = word === 'off' ? 0 : parseDuration(word, limits.retentionMsMax);
	if (durationMs > 0 && durationMs < limits.retentionMsMin) {
		throw new SlashUsageError(
			`${word} is too short: messages are kept for ${describeDuration(limits.retentionMsMin)} at least.`,
		);
	}

	return durationMs;
};

/** `2026-11-21 09:30 UTC` */
export const describeMoment = (at: number): string =>
	`${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
