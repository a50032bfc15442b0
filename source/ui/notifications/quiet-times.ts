/** When an account wants to be left alone, and how loud a conversation is, at one moment. */
import type {Notifications, Preferences} from '../../client/state.ts';

const minuteOfDay = (at: number): number => {
	const date = new Date(at);
	return date.getHours() * 60 + date.getMinutes();
};

/** Hours that end where they begin are none. Those that begin later than they end pass midnight. */
const isWithin = ({from, to}: {from: number; to: number}, minute: number): boolean =>
	from <= to ? minute >= from && minute < to : minute >= from || minute < to;

/** Whether "do not disturb" holds at `now` (milliseconds since 1970), in the reader's own time zone. */
export const isQuiet = (
	{quietUntil, quietHours}: Pick<Preferences, 'quietUntil' | 'quietHours'>,
	now: number,
): boolean =>
	(quietUntil !== undefined && quietUntil > now) ||
	(quietHours !== undefined && isWithin(quietHours, minuteOfDay(now)));

/** A level that was chosen for a while is followed by `all`. */
export const levelAt = ({level, until}: Notifications, now: number): Notifications['level'] =>
	until !== undefined && until <= now ? 'all' : level;
