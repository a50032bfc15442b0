/** The words about one message: what can be done with it, asked about it, and why none can be written. */

const during = (until: string | undefined): string =>
	until === undefined ? '' : ` until ${until}`;
const because = (reason: string | undefined): string =>
	reason === undefined ? '.' : `: ${reason}`;

export const englishMessageActions = {
	selected: {
		reply: 'reply',
		react: 'react',
		edit: 'edit',
		forward: 'forward',
		copy: 'copy',
		back: 'back',
		toQuoted: 'to the quoted one',
		fold: 'show or fold',
		hide: 'delete',
		recall: 'recall',
		pin: 'pin',
		versions: 'versions',
	},
	selectFailedHint: (actions: string, retry: string, discard: string) =>
		`not sent: ${actions} what to do · ${retry} send again · ${discard} discard`,
	editing: 'Edit:',
	editEmpty: 'A message needs some text. It can be recalled instead.',
	notEditable: 'Only your own messages can be edited and recalled.',
	forwardedTo: (name: string) => `Forwarded to ${name}.`,
	noLink: 'There is no link in this message.',
	noFile: 'There is no file in this message.',
	opening: (address: string) => `Opening ${address}`,
	noVersions: 'This message was not edited.',
	versions: 'Earlier versions',
	pins: 'Pinned messages',
	noPins: 'Nothing is pinned here.',
	mayNotWrite: {
		left: 'You are no longer a member.',
		talkBan: (until: string | undefined, reason: string | undefined) =>
			`You may not write on this server${during(until)}${because(reason)}`,
		muted: (until: string | undefined, reason: string | undefined) =>
			`You are muted here${during(until)}${because(reason)}`,
		adminsOnly: 'Only admins write here.',
	},
};

export const englishReactions = {
	title: 'React',
	placeholder: 'a name or an emoji …',
	nothing: 'No such emoji here. Type one.',
	takeBack: 'take back',
	/** Offered in this order. */
	names: {
		'👍': 'thumbs up, yes',
		'👎': 'thumbs down, no',
		'😄': 'laugh, happy',
		'🎉': 'party, congratulations',
		'👀': 'eyes, looking',
		'🙏': 'thanks, please',
		'💯': 'hundred',
		'🚀': 'rocket, ship it',
		'🔥': 'fire',
		'😢': 'sad, cry',
		'😮': 'surprised, wow',
		'🤔': 'thinking',
		'✅': 'done, check',
		'❌': 'cross, wrong',
		'👋': 'wave, hello',
		'💜': 'heart, love',
	},
};

export const englishConfirm = {
	block: {
		title: 'Block this person?',
		explanation:
			'Nothing that they write reaches you, and they are not told. It ends a friendship between you, also if you unblock them later.',
		confirm: 'block',
	},
	unfriend: {
		title: 'End this friendship?',
		explanation: 'A request that was not answered yet is taken back.',
		confirm: 'end it',
	},
	hide: {
		title: 'Delete this message for you?',
		explanation: 'It disappears on all your devices. The others still see it.',
		confirm: 'delete',
	},
	recall: {
		title: 'Recall this message?',
		explanation: 'Its text is taken back from everyone. That it was recalled stays visible.',
		confirm: 'recall',
	},
};
