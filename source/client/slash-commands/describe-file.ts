/** Files and their transfers in words for people. */
import {formatBytes} from '../../protocol/byte-sizes.ts';
import type {MessageFile, Transfer} from '../state.ts';

/** `0:07`, `12:30`, `1:02:03`. */
export const formatLength = (durationMs: number): string => {
	const seconds = Math.round(durationMs / 1_000);
	const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
	const [first = 0, ...others] = parts[0] === 0 ? parts.slice(1) : parts;
	return [String(first), ...others.map(part => String(part).padStart(2, '0'))].join(':');
};

/** `1.2 MiB · 4000×3000`; without the name. */
export const describeFacts = ({
	size,
	kind,
	width,
	height,
	durationMs,
}: Omit<MessageFile, 'id'>): string =>
	[
		...(kind === 'file' ? [] : [kind]),
		formatBytes(size),
		...(width === undefined || height === undefined ? [] : [`${width}×${height}`]),
		...(durationMs === undefined ? [] : [formatLength(durationMs)]),
	].join(' · ');

/** How long it still takes; `undefined` where nobody can tell. */
const describeRest = ({bytes, size, bytesPerSecond = 0}: Transfer): string | undefined => {
	const seconds = bytesPerSecond > 0 ? Math.ceil((size - bytes) / bytesPerSecond) : undefined;
	if (seconds === undefined || seconds > 359_999) {
		return undefined;
	}

	return `${formatLength(seconds * 1_000)} left`;
};

const percentOf = ({bytes, size}: Transfer): number =>
	size === 0 ? 100 : Math.floor((bytes / size) * 100);

/** `43% · 1.2 MiB/s · 0:12 left`, or what keeps it. */
export const describeProgress = (transfer: Transfer): string => {
	const {status, error, bytesPerSecond} = transfer;
	switch (status) {
		case 'failed':
			return error ?? 'failed';
		case 'waiting':
			return 'waiting';
		case 'preparing':
			return 'is being looked at';
		case 'checking':
			return 'is being checked';
		case 'running': {
			const rest = describeRest(transfer);
			return [
				`${percentOf(transfer)}%`,
				...(bytesPerSecond === undefined ? [] : [`${formatBytes(Math.round(bytesPerSecond))}/s`]),
				...(rest === undefined ? [] : [rest]),
			].join(' · ');
		}
	}
};
