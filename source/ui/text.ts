/**
 * Every text that people read on the screen, in one place.
 *
 * Plain texts and functions of plain values: another language is another object of the same type.
 * `keyHelp`, the texts of the timeline and those about one message have their own files and stand
 * here as fields.
 */
import type {Presence, Role} from '../client/state.ts';
import {connection, historyReset, seconds, stopped} from './text-connection.ts';
import {englishFiles} from './text-files.ts';
import {englishKeyHelp} from './text-keys.ts';
import {englishConfirm, englishMessageActions, englishReactions} from './text-messages.ts';
import {englishTimeline} from './text-timeline.ts';

const plural = (count: number, one: string, many = `${one}s`): string =>
	`${count} ${count === 1 ? one : many}`;

const presence: Readonly<Record<Presence, string>> = {
	online: 'online',
	away: 'away',
	busy: 'busy',
	offline: 'offline',
};

const role: Readonly<Record<Role, string>> = {owner: 'owner', admin: 'admin', member: 'member'};

export const english = {
	presence,
	role,
	connection,
	stopped,
	connectionEnded: 'The connection was ended',
	historyReset,
	historyResetTitle: 'The history was reset',
	connectionRefused: 'The server does not let you in',
	keyHelp: englishKeyHelp,
	timeline: englishTimeline,
	cursor: '›',
	more: (count: number) => `… ${count} more`,
	tooSmall: (columns: number, rows: number) => `Too small: ${columns}×${rows} at least.`,

	home: {
		name: 'chat-tui',
		slogan: 'Private, durable chat for people who live in the terminal.',
		accounts: 'Your accounts',
		begin: 'Begin',
		connect: 'Connect to a server',
		connectKey: 'C',
		startServer: 'Start a server on this computer and join it',
		startServerKey: 'S',
		address: 'Address',
		addressExample: 'HOST:PORT or wss://HOST/ws',
		addressWrong: 'An address looks like chat.example.org:7800 or wss://chat.example.org/ws.',
		connecting: (server: string) => `Connecting to ${server} …`,
		opening: (account: string) => `Opening ${account} …`,
		starting: 'Starting a server …',
		usedAt: (days: number) =>
			days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`,
	},

	trust: {
		fingerprint: 'Fingerprint',
		pinned: 'Pinned before',
		shown: 'Shown now',
		accept: 'trust it and go on',
		refuse: 'go back',
		changedAdvice: (server: string) =>
			`chat-tui login ${server} --name NAME --accept-fingerprint FINGERPRINT`,
	},

	signIn: {
		logIn: 'Log in',
		register: 'Make an account',
		fields: {
			name: 'Name',
			password: 'Password',
			repeat: 'Once more',
			code: 'Invitation',
		},
		codeHint: 'if you have one',
		switchToRegister: 'new here? make an account',
		switchToLogIn: 'have an account? log in',
		send: 'go',
		back: 'back',
		busy: 'One moment …',
		nameMissing: 'Who are you? Type a name.',
		nameInvalid: (problem: string) => `This name cannot be: ${problem}.`,
		passwordMissing: 'Type your password.',
		passwordNew: 'Choose a password.',
		repeatMissing: 'Type the password once more.',
		passwordShort: (length: number) => `A password has at least ${length} characters.`,
		passwordsDiffer: 'The two passwords are not the same.',
		started: 'Your server runs. Others join it with',
		joinCommand: (server: string) => `npx chat-tui connect ${server}`,
		startedFingerprint: 'and are asked about its fingerprint',
		adminClaimed: 'You run this server: you are its administrator.',
		adminNotClaimed: (code: string, reason: string) =>
			`The administrator code ${code} could not be used: ${reason}`,
	},

	sidebar: {
		contacts: 'Contacts',
		groups: 'Groups',
		noContacts: 'nobody yet',
		noGroups: 'none yet',
		draft: 'draft',
		left: 'left',
		deleted: 'deleted',
		typing: 'typing…',
		muted: 'muted',
		asking: 'asks you',
		new: 'new',
		notSent: '✗ not sent',
		requests: (count: number) => `${count} asking`,
		keys: {
			open: 'open',
			who: 'who',
			befriend: 'befriend',
			part: 'part',
			block: 'block',
			mute: 'mute',
			back: 'back',
		},
	},

	chat: {
		none: 'No conversation is open.',
		noneHint: (key: string) => `${key} finds people and groups.`,
		empty: 'Nothing here yet. Write the first message.',
		loading: 'loading…',
		members: (count: number) => plural(count, 'member'),
		replyingTo: (name: string) => `Reply to ${name}:`,
		newerBelow: (key: string) => `newer messages below · ${key} goes to the end`,
		placeholder: 'Write a message',
		textTooLong: (dropped: number, max: number) =>
			`${plural(dropped, 'character')} did not fit: a message has at most ${max}.`,
		typing(names: readonly string[]): string {
			const [first, second, ...others] = names;
			if (first === undefined) {
				return '';
			}

			if (second === undefined) {
				return `${first} is typing…`;
			}

			return others.length === 0
				? `${first} and ${second} are typing…`
				: `${first}, ${second} and ${plural(others.length, 'other')} are typing…`;
		},
		copied: 'Copied.',
		copyTooLong: 'This text is too long for the clipboard of a terminal.',
		...englishMessageActions,
		noUnread: 'Everything is read.',
		quitAgain: (key: string) => `${key} once more leaves chat-tui.`,
	},

	details: {
		members: 'Members',
		profile: 'Profile',
		seen: 'Last seen',
		serverAdmin: 'runs this server',
		friendship: {
			friend: 'friend',
			asked: 'you asked to be friends',
			asking: 'asks to be your friend',
		},
		stranger: 'not a friend',
		deleted: 'account deleted',
		blocked: 'blocked',
		visibility: {public: 'public group', private: 'private group'},
		slow: (intervalMs: number) => `one message each ${seconds(intervalMs)}`,
	},

	notifications: {
		inGroup: (sender: string, group: string) => `${sender} in #${group}`,
		summary: (messages: number, conversations: number) =>
			`${plural(messages, 'new message')} in ${plural(conversations, 'conversation')}`,
		waiting: (summary: string) => `Unread: ${summary}`,
		bellFailed: (reason: string) => `The sound could not be played: ${reason}`,
		broughtInto: (name: string, group: string) => `${name} added you to #${group}`,
		friendRequest: (name: string) =>
			`${name} asks to be your friend: /accept @${name} or /decline @${name}`,
	},

	status: {
		queued: (count: number) => `${count} queued`,
		failed: (count: number) => `${count} failed`,
		shutdown: (leftMs: number, reason: string | undefined) =>
			`server stops in ${seconds(leftMs)}${reason === undefined ? '' : ` — ${reason}`}`,
		talkBan: (leftMs: number | undefined) =>
			`may not write${leftMs === undefined ? '' : ` for ${seconds(leftMs)}`}`,
		quiet: (until: string | undefined) =>
			`do not disturb${until === undefined ? '' : ` until ${until}`}`,
		switch: 'switch',
		help: 'help',
		quit: 'quit',
		close: 'close',
		choose: 'choose',
		open: 'open',
		scroll: 'scroll',
		page: 'page',
		ends: 'start, end',
	},

	help: {
		title: 'Help',
		commands: 'Commands',
		mouse: 'Mouse',
		mouseUse:
			'A click opens a conversation or chooses a message, the wheel scrolls. Hold Shift to select text as usual.',
		marksTitle: 'Signs',
		marks: {
			delivery: {
				queued: 'Your message waits here until there is a connection',
				sent: 'The server has it',
				delivered: 'It is on a device of whom you wrote to',
				read: 'It was read',
				failed: 'It was not sent: choose it to see why',
			},
			presence: {
				online: 'Online',
				away: 'Away',
				busy: 'Busy',
				offline: 'Offline; no sign: it is not shown to you',
			},
			others: [
				['#', 'A group'],
				['∴', 'A conversation of several people'],
				['5', 'So many messages are unread'],
				['@ 5', 'And somebody has named you there'],
			] as const,
		},
		contexts: {
			global: 'Everywhere',
			composer: 'Writing a message',
			editing: 'In every text field',
			timeline: 'In the messages',
			list: 'In a list',
			dialog: 'In dialogs and forms',
		},
	},

	switcher: {
		title: 'Go to',
		forward: 'Forward to',
		placeholder: 'a name …',
		nothing: 'Nobody and nothing of that name.',
		person: 'start a conversation',
		group: 'group',
		contact: 'contact',
	},

	reactions: englishReactions,
	files: englishFiles,
	confirm: englishConfirm,

	failedMessage: {
		title: 'This message was not sent',
		retry: 'Send it again',
		edit: 'Take it back into the composer',
		discard: 'Throw it away',
	},
};

export type Catalogue = typeof english;

export const text: Catalogue = english;
