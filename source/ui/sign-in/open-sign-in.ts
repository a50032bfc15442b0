/** The way to the form: a server's certificate first, then its name and password. */
import type {ScreenHost} from '../screen-host.ts';
import type {StartedServer} from '../services.ts';
import {createSignInState} from './sign-in-state.ts';

/** Shows the form: to log in where this computer knows an account, else to register. */
export const openSignIn = async (
	{view, services}: ScreenHost,
	options: {server: string; started?: StartedServer; name?: string; error?: string},
): Promise<void> => {
	const accounts = await services.listAccounts();
	const known = accounts.find(({server}) => server === options.server);
	const name = options.name ?? known?.name;
	view.dispatch({
		type: 'route-opened',
		route: createSignInState({
			...options,
			mode: name === undefined ? 'register' : 'log-in',
			...(name === undefined ? {} : {name}),
		}),
	});
};

/** Asks the server for its certificate; goes on to the form when it is the pinned one. */
export const openTrustOrSignIn = async (host: ScreenHost, server: string): Promise<void> => {
	const {fingerprint, pinned} = await host.services.fetchFingerprint(server);
	if (pinned === fingerprint) {
		await openSignIn(host, {server});
		return;
	}

	host.view.dispatch({
		type: 'route-opened',
		route: {screen: 'trust', server, fingerprint, pinned},
	});
};
