/** What the keys do while a server's certificate is in question before the log-in. */
import {failureText} from '../failure-text.ts';
import {openHome} from '../home/home-actions.ts';
import type {InputLayer} from '../input/layer.ts';
import {contextStacks} from '../key-table.ts';
import type {ScreenHost} from '../screen-host.ts';
import type {TrustState} from '../view-state.ts';
import {openSignIn} from './open-sign-in.ts';

/** A changed certificate cannot be accepted here: that takes the command line and its fingerprint. */
const accept = (host: ScreenHost, {server, fingerprint, pinned}: TrustState): void => {
	if (pinned !== undefined) {
		return;
	}

	host.services
		.trustCertificate(server, fingerprint)
		.then(() => openSignIn(host, {server}))
		.catch((error: unknown) => openHome(host, failureText(error)));
};

export const trustLayer = (host: ScreenHost, state: TrustState): InputLayer => ({
	contexts: contextStacks.dialog,
	isTextField: false,
	act(action) {
		switch (action) {
			case 'dialog-confirm':
				accept(host, state);
				return true;
			case 'cancel':
			case 'interrupt':
				openHome(host);
				return true;
			default:
				return false;
		}
	},
	write: () => undefined,
});
