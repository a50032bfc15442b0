/** `register`: makes an account, its first device, and its place in `#everyone`. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {findNameProblem, normalizeName} from '../../protocol/names.ts';
import {isAdminCode} from '../admin-code.ts';
import {everyoneName} from '../everyone.ts';
import {addMember} from '../membership.ts';
import {isReservedName} from '../name-skeleton.ts';
import {hashSecretCode} from '../secret-code.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';
import {addressKey} from '../throttle.ts';
import {addDevice, bindSession} from './open-session.ts';

type Request = CommandRequest<'register'>;

/**
 * Whether the server takes the newcomer at all. The one-time admin code lets in too, and stays valid for `claim-admin`.
 * With `isUsed` the code loses one use.
 *
 * @throws {ProtocolError} `registration-closed`, `code-invalid`
 */
const checkInvitation = async (
	transaction: Transaction,
	session: Session,
	{code, isUsed}: {code: string | undefined; isUsed: boolean},
): Promise<void> => {
	const {registration} = session.context;
	if (registration === 'open' || (code !== undefined && (await isAdminCode(transaction, code)))) {
		return;
	}

	if (registration === 'closed') {
		throw new ProtocolError('registration-closed');
	}

	const {invitations} = transaction;
	const hash = hashSecretCode(code ?? '');
	const isGood = await (isUsed
		? invitations.take(hash, Date.now())
		: invitations.isGood(hash, Date.now()));
	if (!isGood) {
		throw new ProtocolError('code-invalid', 'This server takes new accounts by invitation code.');
	}
};

const addAccount = async (
	transaction: Transaction,
	session: Session,
	options: {request: Request; name: string; passwordHash: string},
): Promise<CommandReply<'register'>> => {
	const {request, name, passwordHash} = options;
	// Before anything is told of names: who may not come in learns of none.
	await checkInvitation(transaction, session, {code: request.code, isUsed: true});
	if (isReservedName(name) || (await transaction.accounts.findByName(name)) !== undefined) {
		throw new ProtocolError('name-taken');
	}

	const double = await transaction.accounts.findLookAlike(name);
	if (double !== undefined) {
		throw new ProtocolError('name-taken', `This name looks like ${double.name}, which is taken.`);
	}

	const account = await transaction.accounts.add({name, passwordHash});
	const {device, token} = await addDevice(transaction, account, request.device);
	const everyone = await transaction.conversations.findByName(everyoneName);
	if (everyone === undefined) {
		throw new Error('the conversation of everyone is missing');
	}

	await addMember(transaction, {log: everyone.log, account, role: 'member'});
	return {...(await bindSession(session, transaction, {account, device})), token};
};

/** @throws {ProtocolError} `name-invalid`, `name-taken`, `password-weak`, `registration-closed`, `code-invalid`, `rate-limited`, `busy` */
export const register = async (
	session: Session,
	request: Request,
): Promise<CommandReply<'register'>> => {
	const {store, passwords, throttles} = session.context;
	const name = normalizeName(request.name);
	const problem = findNameProblem(name);
	if (problem !== undefined) {
		throw new ProtocolError('name-invalid', `This name cannot be: ${problem}.`);
	}

	if (request.password.length < limits.passwordLengthMin) {
		throw new ProtocolError(
			'password-weak',
			`A password has at least ${limits.passwordLengthMin} characters.`,
		);
	}

	await throttles.register.count(addressKey(session.address));
	// Nobody who may not come in costs the server a hash.
	await store.read(transaction =>
		checkInvitation(transaction, session, {code: request.code, isUsed: false}),
	);
	const passwordHash = await passwords.hash(request.password);
	return store.transact(transaction =>
		addAccount(transaction, session, {request, name, passwordHash}),
	);
};
