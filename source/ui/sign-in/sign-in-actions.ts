/** What the keys of the log-in and registration form do. */
import type {Client} from '../../client/client-api.ts';
import {limits} from '../../protocol/limits.ts';
import {findNameProblem, normalizeName} from '../../protocol/names.ts';
import {toComposerAction} from '../composer/composer-keys.ts';
import {failureText} from '../failure-text.ts';
import {openHome} from '../home/home-actions.ts';
import type {InputLayer} from '../input/layer.ts';
import {contextStacks} from '../key-table.ts';
import {type ScreenHost, showNotice} from '../screen-host.ts';
import {text} from '../text.ts';
import {
	fieldsOf,
	neighbourField,
	type SignInAction,
	type SignInField,
	type SignInState,
} from './sign-in-state.ts';

type Problem = {readonly error: string; readonly field: SignInField};

/** Why one field cannot stay as it is. */
const problemOf = (field: SignInField, {mode, fields}: SignInState): string | undefined => {
	const {name, password, repeat} = fields;
	const isNew = mode === 'register';
	switch (field) {
		case 'name': {
			const trimmed = name.text.trim();
			if (trimmed === '') {
				return text.signIn.nameMissing;
			}

			const problem = isNew ? findNameProblem(normalizeName(trimmed)) : undefined;
			return problem === undefined ? undefined : text.signIn.nameInvalid(problem);
		}

		case 'password':
			if (password.text === '') {
				return isNew ? text.signIn.passwordNew : text.signIn.passwordMissing;
			}

			return isNew && password.text.length < limits.passwordLengthMin
				? text.signIn.passwordShort(limits.passwordLengthMin)
				: undefined;
		case 'repeat':
			if (repeat.text === '') {
				return text.signIn.repeatMissing;
			}

			return password.text === repeat.text ? undefined : text.signIn.passwordsDiffer;
		case 'code':
			return undefined;
	}
};

/** The first thing that is wrong before the server need be asked. */
const findProblem = (state: SignInState): Problem | undefined => {
	for (const field of fieldsOf(state.mode)) {
		const error = problemOf(field, state);
		if (error !== undefined) {
			return {error, field};
		}
	}

	return undefined;
};

/** The field that the server's refusal is about. */
const refusedFields: Readonly<Record<string, SignInField>> = {
	'name-invalid': 'name',
	'name-taken': 'name',
	'password-weak': 'password',
	'wrong-credentials': 'password',
	'registration-closed': 'code',
	'code-invalid': 'code',
};

const refusedField = (error: unknown): SignInField | undefined =>
	error instanceof Error && 'code' in error ? refusedFields[String(error.code)] : undefined;

const signIn = (host: ScreenHost, {mode, server, fields}: SignInState): Promise<Client> => {
	const {services} = host;
	const credentials = {server, name: fields.name.text.trim(), password: fields.password.text};
	const code = fields.code.text.trim();
	return mode === 'log-in'
		? services.logIn(credentials)
		: services.register(code === '' ? credentials : {...credentials, code});
};

/** Whoever starts a server on this computer and joins it becomes its administrator. */
const claimAdmin = async (host: ScreenHost, client: Client, code: string): Promise<void> => {
	try {
		await client.whenSynced();
		await client.request('claim-admin', {code});
		showNotice(host, 'done', text.signIn.adminClaimed);
	} catch (error) {
		// The code is shown nowhere else.
		showNotice(host, 'failed', text.signIn.adminNotClaimed(code, failureText(error)), {
			isKept: true,
		});
	}
};

const submit = async (host: ScreenHost, state: SignInState): Promise<void> => {
	const {view} = host;
	const dispatch = (action: SignInAction) => view.dispatch({type: 'sign-in', action});
	const problem = findProblem(state);
	if (problem !== undefined) {
		dispatch({type: 'refused', ...problem});
		return;
	}

	dispatch({type: 'sent'});
	try {
		const client = await signIn(host, state);
		if (view.getState().route.screen !== 'sign-in') {
			await client.stop();
			return;
		}

		host.openChat(client);
		const code = state.started?.adminCode;
		if (code !== undefined) {
			await claimAdmin(host, client, code);
		}
	} catch (error) {
		const field = refusedField(error);
		dispatch({
			type: 'refused',
			error: failureText(error),
			...(field === undefined ? {} : {field}),
		});
	}
};

/** A field that is in order leads to what is still empty, else to the server; the invitation code may stay empty. */
const confirm = (host: ScreenHost, state: SignInState): void => {
	const field = fieldsOf(state.mode).find(
		name => name !== 'code' && name !== state.focus && state.fields[name].text === '',
	);
	if (field === undefined || problemOf(state.focus, state) !== undefined) {
		void submit(host, state);
	} else {
		host.view.dispatch({type: 'sign-in', action: {type: 'field-focused', field}});
	}
};

export const signInLayer = (host: ScreenHost, state: SignInState): InputLayer => {
	const dispatch = (action: SignInAction) => host.view.dispatch({type: 'sign-in', action});
	return {
		contexts: contextStacks.dialog,
		isTextField: true,
		act(action) {
			if (action === 'cancel' || action === 'interrupt') {
				openHome(host);
				return true;
			}

			if (state.isBusy) {
				return false;
			}

			switch (action) {
				case 'dialog-previous':
				case 'dialog-next': {
					const field = neighbourField(state, action === 'dialog-next' ? 1 : -1);
					dispatch({type: 'field-focused', field});
					return true;
				}

				case 'dialog-confirm':
					confirm(host, state);
					return true;
				case 'switch-form':
					dispatch({type: 'mode-switched'});
					return true;
				default: {
					const edit = toComposerAction(action, 1);
					if (edit !== undefined) {
						dispatch({type: 'field-edited', action: edit});
					}

					return edit !== undefined;
				}
			}
		},
		write(input) {
			if (!state.isBusy) {
				dispatch({type: 'field-edited', action: input});
			}
		},
	};
};
