/** What belongs to an account is changed by whoever has its private log, so that nobody waits for each other in a circle. */
import {type Session, statement} from './session.ts';

const lockLogOf = statement(
	'SELECT 1 FROM log WHERE id = (SELECT log FROM account WHERE id = $1) FOR NO KEY UPDATE',
);

/** Waits for works that have the account as their scope. */
export const lockAccount = async (session: Session, account: number): Promise<void> => {
	await session.first(lockLogOf, account);
};
