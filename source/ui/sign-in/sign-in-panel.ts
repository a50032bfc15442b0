/** What the log-in and registration form shows. */
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {wrapToWidth} from '../../terminal/wrap-text.ts';
import {fieldLine} from '../frame/field-line.ts';
import {blankLine, type Line, line, span} from '../frame/line.ts';
import {type Panel, panelWidth} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import type {StartedServer} from '../services.ts';
import {text} from '../text.ts';
import type {Role} from '../theme.ts';
import {fieldsOf, type SignInState} from './sign-in-state.ts';

const wantedWidth = 64;
const labelWidth = 14;

const wrapped = (role: Role, words: string, width: number): readonly Line[] =>
	wrapToWidth(words, width).map(row => line(span(role, row)));

const startedLines = (started: StartedServer, width: number): readonly Line[] => [
	...wrapped('success', text.signIn.started, width),
	...wrapped('title', text.signIn.joinCommand(started.publicAddress ?? started.address), width),
	...wrapped('muted', text.signIn.startedFingerprint, width),
	...wrapped('title', started.fingerprint, width),
	blankLine,
];

export const signInPanel = (
	state: SignInState,
	options: {size: ScreenSize; hints: Line},
): Panel => {
	const width = panelWidth(wantedWidth, options.size);
	const {mode, fields, focus, started, error, isBusy} = state;
	const status = error ?? (isBusy ? text.signIn.busy : undefined);
	return {
		title: mode === 'log-in' ? text.signIn.logIn : text.signIn.register,
		note: ` · ${sanitizeLine(state.server)}`,
		width: wantedWidth,
		hints: options.hints,
		lines: [
			blankLine,
			...(started === undefined ? [] : startedLines(started, width)),
			...fieldsOf(mode).map(name =>
				fieldLine({
					label: `${name === focus ? text.cursor : ' '} ${text.signIn.fields[name]}`,
					labelWidth,
					field: fields[name],
					width,
					isFocused: name === focus && !isBusy,
					isMasked: name === 'password' || name === 'repeat',
					placeholder: name === 'code' ? text.signIn.codeHint : '',
				}),
			),
			blankLine,
			...(status === undefined
				? []
				: [
						...wrapped(error === undefined ? 'accent' : 'error', sanitizeLine(status), width),
						blankLine,
					]),
		],
	};
};
