/** All that is slowed down by name, address or account; what a single connection may ask stands in `command-table.ts`. */
import {type RateClass, rates} from './command-table.ts';
import {type Counter, Throttle} from './throttle.ts';
import type {Rate} from './token-bucket.ts';

/** All connections of an account together may ask so many times what one may: nobody gains by opening more. */
const connectionsPerAccount = 4;

const unlimited: Rate = {burst: Number.MAX_SAFE_INTEGER, perSecond: Number.MAX_SAFE_INTEGER};

/** Makes a throttle that counts for all nodes. `name` tells it from others. */
export type ShareThrottle = (options: {name: string; rate: Rate; what: string}) => Counter;

export const keepAlone: ShareThrottle = ({rate, what}) => new Throttle(rate, what);

/** With `hasLimits` off nothing is ever slowed. */
export const createThrottles = (hasLimits: boolean, share: ShareThrottle) => {
	const throttle = (rate: Rate, what: string): Throttle =>
		new Throttle(hasLimits ? rate : unlimited, what);
	const shared = (name: string, rate: Rate, what: string): Counter =>
		hasLimits ? share({name, rate, what}) : throttle(rate, what);
	const ofAccount = (rateClass: RateClass): Throttle => {
		const {burst, perSecond} = rates[rateClass];
		return throttle(
			{burst: burst * connectionsPerAccount, perSecond: perSecond * connectionsPerAccount},
			'requests',
		);
	};
	const account: {readonly [Class in RateClass]: Throttle} = {
		entry: ofAccount('entry'),
		signal: ofAccount('signal'),
		read: ofAccount('read'),
		message: ofAccount('message'),
		chunk: ofAccount('chunk'),
		change: ofAccount('change'),
	};
	return {
		/** One guesser: of one name from one address, or of one device's own password. */
		guesser: shared('guesser', {burst: 10, perSecond: 1 / 10}, 'failed log-ins'),
		/** Guessers from many addresses. From few, they cannot keep a person from logging in. */
		logInName: shared('log-in-name', {burst: 100, perSecond: 1 / 2}, 'failed log-ins'),
		logInAddress: shared('log-in-address', {burst: 30, perSecond: 1 / 2}, 'failed log-ins'),
		register: shared('register', {burst: 50, perSecond: 1 / 2}, 'registrations'),
		/** Of one account, by a part of a name: they cost more the more people and groups there are. */
		search: throttle({burst: 60, perSecond: 5}, 'searches'),
		/** All connections of one account. */
		account,
	};
};

export type Throttles = ReturnType<typeof createThrottles>;
