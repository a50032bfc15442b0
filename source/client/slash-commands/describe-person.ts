/** People as commands list them. */
import type {Person} from '../../protocol/entities.ts';
import {describeMoment} from './durations.ts';

const describePresence = ({presence, seenAt}: Person): string | undefined =>
	presence === 'offline' && seenAt !== undefined
		? `offline since ${describeMoment(seenAt)}`
		: presence;

/** `bob (Bobby), online: at lunch`; `notes` stand before the status text. */
export const describePerson = (person: Person, notes: readonly string[] = []): string => {
	const {name, nickname = '', status = '', isAdmin} = person;
	const told = [describePresence(person), isAdmin ? 'administrator' : undefined, ...notes].filter(
		note => note !== undefined,
	);
	return [
		nickname === '' ? name : `${name} (${nickname})`,
		told.length === 0 ? '' : `, ${told.join(', ')}`,
		status === '' ? '' : `: ${status}`,
	].join('');
};
