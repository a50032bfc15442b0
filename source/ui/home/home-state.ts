/** The home screen: accounts to open, a server to connect to, a server to start. */
import type {ComposerAction} from '../composer/composer-state.ts';
import type {KnownAccount} from '../services.ts';
import {createTextField, reduceTextField, type TextField} from '../text-field.ts';

export type HomeState = {
	readonly screen: 'home';
	/** `undefined` while they are being read. */
	readonly accounts: readonly KnownAccount[] | undefined;
	/** Which of `homeItems` Enter opens. */
	readonly cursor: number;
	/** Present while an address is being typed. */
	readonly address: TextField | undefined;
	/** What is under way, in words; keys wait meanwhile. */
	readonly busy: string | undefined;
	readonly error: string | undefined;
};

export type HomeAction =
	| {readonly type: 'accounts-listed'; readonly accounts: readonly KnownAccount[]}
	| {readonly type: 'cursor-moved'; readonly cursor: number}
	| {readonly type: 'address-opened'}
	| {readonly type: 'address-closed'}
	| {readonly type: 'address-edited'; readonly action: ComposerAction}
	| {readonly type: 'work-started'; readonly busy: string}
	| {readonly type: 'work-ended'; readonly error?: string};

export type HomeItem =
	| {readonly kind: 'account'; readonly account: KnownAccount}
	| {readonly kind: 'connect'}
	| {readonly kind: 'start-server'};

const addressLengthMax = 255;

/** How many accounts the screen offers; the number keys reach them all. */
export const accountsShownMax = 9;

export const createHomeState = (): HomeState => ({
	screen: 'home',
	accounts: undefined,
	cursor: 0,
	address: undefined,
	busy: undefined,
	error: undefined,
});

export const homeItems = (state: HomeState): readonly HomeItem[] => [
	...(state.accounts ?? [])
		.slice(0, accountsShownMax)
		.map(account => ({kind: 'account' as const, account})),
	{kind: 'connect'},
	{kind: 'start-server'},
];

export const reduceHome = (state: HomeState, action: HomeAction): HomeState => {
	switch (action.type) {
		case 'accounts-listed':
			return {...state, accounts: action.accounts};
		case 'cursor-moved': {
			const last = homeItems(state).length - 1;
			return {...state, cursor: Math.max(0, Math.min(last, action.cursor))};
		}

		case 'address-opened': {
			const cursor = homeItems(state).findIndex(({kind}) => kind === 'connect');
			return {...state, cursor, address: createTextField(addressLengthMax), error: undefined};
		}

		case 'address-closed':
			return {...state, address: undefined};
		case 'address-edited':
			return state.address === undefined
				? state
				: {...state, address: reduceTextField(state.address, action.action), error: undefined};
		case 'work-started':
			return {...state, busy: action.busy, error: undefined};
		case 'work-ended':
			return {...state, busy: undefined, error: action.error};
	}
};
