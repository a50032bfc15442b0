/** How the values of settings are read, and what is said of those that make no sense. */
import {describeDuration, parseDuration} from '../../client/slash-commands/durations.ts';
import {SlashUsageError} from '../../client/slash-commands/slash-command.ts';
import {limits} from '../../protocol/limits.ts';

/** Why a value is none, as the end of the sentence "port must be …". */
export class SettingError extends Error {
	override name = 'SettingError';
}

/** Reads a value as people write it. @throws {SettingError} */
export type Reader<Value> = (text: string) => Value;

/** Empty: nothing. */
export const textUpTo =
	(lengthMax: number): Reader<string | undefined> =>
	value => {
		if (value.length > lengthMax || /\p{Cc}/u.test(value)) {
			throw new SettingError(`at most ${lengthMax} characters, no control characters`);
		}

		return value === '' ? undefined : value;
	};

export const text = textUpTo(4_096);

/** One word, so that commands can name it. */
export const nodeName: Reader<string | undefined> = value => {
	if (/\s/.test(value)) {
		throw new SettingError('a name without blanks');
	}

	return textUpTo(limits.nodeNameLengthMax)(value);
};

export const path: Reader<string> = value => {
	const named = text(value);
	if (named === undefined) {
		throw new SettingError('the name of a folder');
	}

	// It would become a folder of that name in whatever folder the program was started in.
	if (/^~(?:\/|$)|^["']/.test(named)) {
		throw new SettingError('the name of a folder as it is (~ and quotes are for shells)');
	}

	return named;
};

export const orNothing =
	<Value>(read: Reader<Value>): Reader<Value | undefined> =>
	value =>
		value === '' ? undefined : read(value);

/** @returns without a path */
export const endpoint: Reader<string> = value => {
	const url = URL.canParse(value) ? new URL(value) : undefined;
	const isPlain = url?.username === '' && url.pathname === '/' && url.search === '';
	if (url === undefined || !isPlain || !/^https?:$/.test(url.protocol)) {
		throw new SettingError('an address of the form https://HOST:PORT');
	}

	return url.origin;
};

export const bucket: Reader<string> = value => {
	if (!/^[\w.-]{1,255}$/.test(value)) {
		throw new SettingError('the name of a bucket');
	}

	return value;
};

/** Needs no escaping in any store. */
export const keyPrefix: Reader<string> = value => {
	if (!/^[\w./-]{0,200}$/.test(value)) {
		throw new SettingError('at most 200 letters, digits, and any of . / _ -');
	}

	return value;
};

export const integer =
	(min: number, max: number): Reader<number> =>
	value => {
		const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
		if (!(number >= min && number <= max)) {
			throw new SettingError(`a number from ${min} to ${max}`);
		}

		return number;
	};

export const choice =
	<const Choices extends readonly string[]>(...choices: Choices): Reader<Choices[number]> =>
	value => {
		if (!choices.includes(value)) {
			throw new SettingError(`one of ${choices.join(', ')}`);
		}

		return value;
	};

/** @returns milliseconds */
export const duration =
	(durationMsMin: number): Reader<number> =>
	value => {
		try {
			const durationMs = parseDuration(value);
			if (durationMs >= durationMsMin) {
				return durationMs;
			}
		} catch (error) {
			if (!(error instanceof SlashUsageError)) {
				throw error;
			}
		}

		const least = describeDuration(durationMsMin);
		throw new SettingError(`a span of time such as 6h or 7d, at least ${least}`);
	};

/** What stands between commas, each as `what` says it must be. */
export const list =
	(what: string, isOne: (text: string) => boolean): Reader<readonly string[]> =>
	value => {
		const items = (text(value) ?? '').split(',').map(item => item.trim());
		const given = items.length === 1 && items[0] === '' ? [] : items;
		if (!given.every(isOne)) {
			throw new SettingError(`${what}, separated by commas`);
		}

		return given;
	};

/** As browsers write it: no path, and no port that goes without saying. */
export const isOrigin = (value: string): boolean =>
	/^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;

export const orOff =
	<Value>(read: Reader<Value>): Reader<Value | undefined> =>
	value =>
		value === 'off' || value === '0' ? undefined : read(value);

/** @returns the address as it was written: what connects by it parses it again */
export const address =
	(...protocols: readonly string[]): Reader<string | undefined> =>
	value => {
		const named = text(value);
		if (
			named !== undefined &&
			!(URL.canParse(named) && protocols.includes(new URL(named).protocol))
		) {
			throw new SettingError(`an address that begins with ${protocols[0]}//`);
		}

		return named;
	};

/** One that names no host would mean this machine: never what several nodes want. */
export const redisAddress: Reader<string | undefined> = value => {
	const named = address('redis:', 'rediss:')(value);
	if (named !== undefined && new URL(named).hostname === '') {
		throw new SettingError('an address with a host, such as redis://HOST:PORT');
	}

	return named;
};

export const yesOrNo: Reader<boolean> = value => choice('yes', 'no')(value) === 'yes';
