/** The panel of every screen that is one: home, trust, log-in. */
import type {Line} from './frame/line.ts';
import {line} from './frame/line.ts';
import type {Panel} from './frame/panel.ts';
import {homePanel} from './home/home-panel.ts';
import type {ActionName} from './key-table.ts';
import {type Keymap, keyHint} from './keymap.ts';
import {signInPanel} from './sign-in/sign-in-panel.ts';
import {stopPanel} from './sign-in/trust-panel.ts';
import {hintSpans, type KeyHint} from './status/status-line.ts';
import {text} from './text.ts';
import type {ViewState} from './view-state.ts';

type PanelRoute = Exclude<ViewState['route'], {screen: 'chat'}>;

const hintsOf = (route: PanelRoute, keymap: Keymap): Line => {
	const hint = (action: ActionName, words: string): KeyHint => ({
		key: keyHint(keymap, action) ?? '',
		words,
	});
	const help = hint('open-help', text.status.help);
	switch (route.screen) {
		case 'home':
			return line(
				...hintSpans(
					route.address === undefined
						? [
								{
									key: `${keyHint(keymap, 'list-up')}${keyHint(keymap, 'list-down')}`,
									words: text.status.choose,
								},
								hint('list-open', text.status.open),
								help,
								hint('quit', text.status.quit),
							]
						: [hint('dialog-confirm', text.signIn.send), hint('cancel', text.signIn.back)],
				),
			);
		case 'trust':
			return line(
				...hintSpans([
					...(route.pinned === undefined ? [hint('dialog-confirm', text.trust.accept)] : []),
					hint('cancel', text.trust.refuse),
				]),
			);
		case 'sign-in':
			return line(
				...hintSpans([
					hint('dialog-confirm', text.signIn.send),
					hint(
						'switch-form',
						route.mode === 'log-in' ? text.signIn.switchToRegister : text.signIn.switchToLogIn,
					),
					hint('cancel', text.signIn.back),
				]),
			);
	}
};

/** `undefined` for the main view, which is no panel. */
export const routePanel = (
	{route, size}: Pick<ViewState, 'route' | 'size'>,
	options: {keymap: Keymap; now: number},
): Panel | undefined => {
	if (route.screen === 'chat') {
		return undefined;
	}

	const hints = hintsOf(route, options.keymap);
	switch (route.screen) {
		case 'home':
			return homePanel(route, {size, now: options.now, hints});
		case 'sign-in':
			return signInPanel(route, {size, hints});
		case 'trust': {
			const {server, fingerprint, pinned} = route;
			return stopPanel(
				pinned === undefined
					? {code: 'certificate-unknown', fingerprint}
					: {code: 'certificate-changed', fingerprint, pinned},
				{server, size, hints},
			);
		}
	}
};
