/** The log-in and registration form. Passwords live in this state only and go with it. */
import {limits} from '../../protocol/limits.ts';
import type {ComposerAction} from '../composer/composer-state.ts';
import type {StartedServer} from '../services.ts';
import {createTextField, reduceTextField, type TextField} from '../text-field.ts';

export type SignInMode = 'log-in' | 'register';
export type SignInField = 'name' | 'password' | 'repeat' | 'code';

export type SignInState = {
	readonly screen: 'sign-in';
	/** `HOST:PORT` */
	readonly server: string;
	readonly mode: SignInMode;
	readonly fields: Readonly<Record<SignInField, TextField>>;
	readonly focus: SignInField;
	readonly isBusy: boolean;
	readonly error: string | undefined;
	/** The server that was started here a moment ago, to tell about it. */
	readonly started: StartedServer | undefined;
};

export type SignInAction =
	| {readonly type: 'field-edited'; readonly action: ComposerAction}
	| {readonly type: 'field-focused'; readonly field: SignInField}
	| {readonly type: 'mode-switched'}
	| {readonly type: 'sent'}
	| {readonly type: 'refused'; readonly error: string; readonly field?: SignInField};

export const fieldsOf = (mode: SignInMode): readonly SignInField[] =>
	mode === 'log-in' ? ['name', 'password'] : ['name', 'password', 'repeat', 'code'];

export const createSignInState = (options: {
	server: string;
	mode: SignInMode;
	name?: string;
	error?: string;
	started?: StartedServer;
}): SignInState => ({
	screen: 'sign-in',
	server: options.server,
	mode: options.mode,
	fields: {
		name: createTextField(limits.nameLengthMax, options.name ?? ''),
		password: createTextField(limits.passwordLengthMax),
		repeat: createTextField(limits.passwordLengthMax),
		code: createTextField(limits.codeLengthMax),
	},
	focus: options.name === undefined ? 'name' : 'password',
	isBusy: false,
	error: options.error,
	started: options.started,
});

/** The field `step` places further, round the end. */
export const neighbourField = (state: SignInState, step: 1 | -1): SignInField => {
	const fields = fieldsOf(state.mode);
	const index = (fields.indexOf(state.focus) + step + fields.length) % fields.length;
	return fields[index] ?? 'name';
};

export const reduceSignIn = (state: SignInState, action: SignInAction): SignInState => {
	switch (action.type) {
		case 'field-edited': {
			const field = reduceTextField(state.fields[state.focus], action.action);
			return {...state, fields: {...state.fields, [state.focus]: field}, error: undefined};
		}

		case 'field-focused':
			return {...state, focus: action.field};
		case 'mode-switched': {
			const mode = state.mode === 'log-in' ? 'register' : 'log-in';
			const focus = fieldsOf(mode).includes(state.focus) ? state.focus : 'password';
			return {...state, mode, focus, error: undefined};
		}

		case 'sent':
			return {...state, isBusy: true, error: undefined};
		case 'refused':
			return {...state, isBusy: false, error: action.error, focus: action.field ?? state.focus};
	}
};
