/** Whether it is the person again who asks: for what a borrowed session must not do. */
import {ProtocolError} from '../protocol/errors.ts';
import {nameKey} from '../protocol/names.ts';
import type {Session} from './session.ts';

/** Guesses count like failed log-ins. @throws {ProtocolError} `wrong-credentials`, `rate-limited`, `busy` */
export const checkOwnPassword = async (session: Session, password: string): Promise<void> => {
	const {id, name} = session.requireAccount();
	const {store, passwords, throttles} = session.context;
	throttles.logInName.count(nameKey(name));
	const hash = await store.transact(({accounts}) => accounts.getPasswordHash(id));
	if (!(await passwords.verify(hash, password))) {
		throw new ProtocolError('wrong-credentials', 'This is not your password.');
	}

	throttles.logInName.forgive(nameKey(name));
};

/** @throws {ProtocolError} `password-weak` */
export const checkNewPassword = (password: string, lengthMin: number): void => {
	if (password.length < lengthMin) {
		throw new ProtocolError('password-weak', `A password has at least ${lengthMin} characters.`);
	}
};
