/** What the keys of the home screen do. */
import {parseServerAddress} from '../../client/server-address.ts';
import {toComposerAction} from '../composer/composer-keys.ts';
import {failureText} from '../failure-text.ts';
import type {InputLayer} from '../input/layer.ts';
import {type ActionName, contextStacks} from '../key-table.ts';
import type {ScreenHost} from '../screen-host.ts';
import type {KnownAccount} from '../services.ts';
import {openSignIn, openTrustOrSignIn} from '../sign-in/open-sign-in.ts';
import {text} from '../text.ts';
import {createHomeState, type HomeState, homeItems} from './home-state.ts';

/** Shows what goes on and waits; a failure is told on the home screen. */
const work = (host: ScreenHost, busy: string, task: () => Promise<void>): void => {
	const {view} = host;
	view.dispatch({type: 'home', action: {type: 'work-started', busy}});
	task().then(
		() => view.dispatch({type: 'home', action: {type: 'work-ended'}}),
		error =>
			view.dispatch({
				type: 'home',
				action: {type: 'work-ended', error: failureText(error)},
			}),
	);
};

/** Reads the known accounts again and shows the home screen. */
export const openHome = (host: ScreenHost, error?: string): void => {
	const {view, services} = host;
	view.dispatch({type: 'route-opened', route: {...createHomeState(), error}});
	services.listAccounts().then(
		accounts => view.dispatch({type: 'home', action: {type: 'accounts-listed', accounts}}),
		failure =>
			view.dispatch({
				type: 'home',
				action: {type: 'work-ended', error: failureText(failure)},
			}),
	);
};

export const openAccount = (host: ScreenHost, account: KnownAccount): void => {
	const busy = text.home.opening(`${account.name}@${account.server}`);
	work(host, busy, async () => {
		host.openChat(await host.services.openAccount(account));
	});
};

export const connectTo = (host: ScreenHost, server: string): void => {
	work(host, text.home.connecting(server), () => openTrustOrSignIn(host, server));
};

/** The server that was just started is trusted without a question: its fingerprint came first hand. */
const startServer = (host: ScreenHost): void => {
	const {services} = host;
	work(host, text.home.starting, async () => {
		const started = await services.startServer();
		await services.trustCertificate(started.address, started.fingerprint);
		await openSignIn(host, {server: started.address, started});
	});
};

const submitAddress = (host: ScreenHost, typed: string): void => {
	const server = parseServerAddress(typed)?.text;
	if (server === undefined) {
		const error = text.home.addressWrong;
		host.view.dispatch({type: 'home', action: {type: 'work-ended', error}});
		return;
	}

	connectTo(host, server);
};

const chooseItem = (host: ScreenHost, state: HomeState, index: number): void => {
	const item = homeItems(state)[index];
	switch (item?.kind) {
		case 'account':
			openAccount(host, item.account);
			break;
		case 'connect':
			host.view.dispatch({type: 'home', action: {type: 'address-opened'}});
			break;
		case 'start-server':
			startServer(host);
			break;
		case undefined:
			break;
	}
};

const actInList = (host: ScreenHost, state: HomeState, action: ActionName): boolean => {
	const move = (cursor: number) =>
		host.view.dispatch({type: 'home', action: {type: 'cursor-moved', cursor}});
	switch (action) {
		case 'list-up':
			move(state.cursor - 1);
			return true;
		case 'list-down':
			move(state.cursor + 1);
			return true;
		case 'list-first':
			move(0);
			return true;
		case 'list-last':
			move(homeItems(state).length);
			return true;
		case 'list-open':
			chooseItem(host, state, state.cursor);
			return true;
		default:
			return false;
	}
};

/** `1` … `9` open an account, a letter does what stands beside it. */
const chooseByLetter = (host: ScreenHost, state: HomeState, letter: string): void => {
	const items = homeItems(state);
	const {connectKey, startServerKey} = text.home;
	const kind = {[connectKey]: 'connect', [startServerKey]: 'start-server'}[letter.toUpperCase()];
	const index = items.findIndex((item, place) =>
		item.kind === 'account' ? letter === String(place + 1) : item.kind === kind,
	);
	chooseItem(host, state, index);
};

const actInAddress = (host: ScreenHost, typed: string, action: ActionName): boolean => {
	const {view} = host;
	if (action === 'dialog-confirm') {
		submitAddress(host, typed);
		return true;
	}

	if (action === 'cancel' || action === 'interrupt') {
		view.dispatch({type: 'home', action: {type: 'address-closed'}});
		return true;
	}

	const edit = toComposerAction(action, 1);
	if (edit !== undefined) {
		view.dispatch({type: 'home', action: {type: 'address-edited', action: edit}});
	}

	return edit !== undefined;
};

export const homeLayer = (host: ScreenHost, state: HomeState): InputLayer => {
	const {view} = host;
	const {address, busy} = state;
	if (busy !== undefined) {
		return {contexts: ['global'], isTextField: false, act: () => false, write: () => undefined};
	}

	return address === undefined
		? {
				contexts: contextStacks.list,
				isTextField: false,
				act: action => actInList(host, state, action),
				write: ({text: letter}) => chooseByLetter(host, state, letter),
			}
		: {
				contexts: contextStacks.dialog,
				isTextField: true,
				act: action => actInAddress(host, address.text, action),
				write: input =>
					view.dispatch({type: 'home', action: {type: 'address-edited', action: input}}),
			};
};
