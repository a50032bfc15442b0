/**
 * The one table of keys: what can be done by key, where, and with which keys.
 *
 * Conventions of terminal chat come first, readline's second. Ctrl-H, Ctrl-I, Ctrl-J, Ctrl-M and
 * Ctrl-[ are never used: most terminals cannot tell them from Backspace, Tab, Enter and Escape.
 * Some terminals swallow Alt, so each binding with Alt has one without.
 */

/** Where a key works. `editing` belongs to every text field, `composer` to the message's only. */
export type KeyContext = 'global' | 'composer' | 'editing' | 'timeline' | 'list' | 'dialog';

/** `keys` are texts like `ctrl+k`, `alt+shift+left`, `f1`, `page-up`; the first is shown in hints. */
export type KeyBinding = {
	readonly action: string;
	readonly context: KeyContext;
	readonly keys: readonly string[];
};

/** What the dispatcher asks for while the focus is somewhere: the innermost context first. */
export const contextStacks = {
	composer: ['composer', 'editing', 'global'],
	timeline: ['timeline', 'global'],
	list: ['list', 'global'],
	dialog: ['dialog', 'editing', 'global'],
} as const satisfies Record<string, readonly KeyContext[]>;

export const keyTable = [
	// Everywhere
	{action: 'open-help', context: 'global', keys: ['f1']},
	{action: 'open-switcher', context: 'global', keys: ['ctrl+k', 'f2']},
	{action: 'next-unread', context: 'global', keys: ['alt+a', 'f4']},
	{action: 'first-unread', context: 'global', keys: ['alt+u', 'f3']},
	{action: 'next-conversation', context: 'global', keys: ['ctrl+n', 'alt+down']},
	{action: 'previous-conversation', context: 'global', keys: ['ctrl+p', 'alt+up']},
	{action: 'open-conversation-1', context: 'global', keys: ['alt+1', 'ctrl+1']},
	{action: 'open-conversation-2', context: 'global', keys: ['alt+2', 'ctrl+2']},
	{action: 'open-conversation-3', context: 'global', keys: ['alt+3', 'ctrl+3']},
	{action: 'open-conversation-4', context: 'global', keys: ['alt+4', 'ctrl+4']},
	{action: 'open-conversation-5', context: 'global', keys: ['alt+5', 'ctrl+5']},
	{action: 'open-conversation-6', context: 'global', keys: ['alt+6', 'ctrl+6']},
	{action: 'open-conversation-7', context: 'global', keys: ['alt+7', 'ctrl+7']},
	{action: 'open-conversation-8', context: 'global', keys: ['alt+8', 'ctrl+8']},
	{action: 'open-conversation-9', context: 'global', keys: ['alt+9', 'ctrl+9']},
	{action: 'scroll-page-up', context: 'global', keys: ['page-up']},
	{action: 'scroll-page-down', context: 'global', keys: ['page-down']},
	{action: 'scroll-line-up', context: 'global', keys: ['shift+up']},
	{action: 'scroll-line-down', context: 'global', keys: ['shift+down']},
	{action: 'scroll-to-start', context: 'global', keys: ['ctrl+home']},
	{action: 'scroll-to-end', context: 'global', keys: ['ctrl+end']},
	{action: 'focus-next-pane', context: 'global', keys: ['f6']},
	{action: 'focus-previous-pane', context: 'global', keys: ['shift+f6']},
	{action: 'toggle-details', context: 'global', keys: ['f7']},
	{action: 'pick-file', context: 'global', keys: ['f9', 'alt+s']},
	{action: 'list-files', context: 'global', keys: ['f10']},
	{action: 'reconnect', context: 'global', keys: ['f5']},
	{action: 'redraw', context: 'global', keys: ['ctrl+l']},
	{action: 'cancel', context: 'global', keys: ['escape']},
	{action: 'interrupt', context: 'global', keys: ['ctrl+c']},
	{action: 'suspend', context: 'global', keys: ['ctrl+z']},
	{action: 'quit', context: 'global', keys: ['ctrl+q']},

	// Writing a message
	{action: 'send-message', context: 'composer', keys: ['enter']},
	{action: 'insert-newline', context: 'composer', keys: ['alt+enter', 'ctrl+o', 'shift+enter']},
	{action: 'complete-next', context: 'composer', keys: ['tab']},
	{action: 'complete-previous', context: 'composer', keys: ['shift+tab']},
	{action: 'move-row-up', context: 'composer', keys: ['up']},
	{action: 'move-row-down', context: 'composer', keys: ['down']},
	{action: 'select-message', context: 'composer', keys: ['ctrl+up', 'f8']},

	// Every text field
	{action: 'move-left', context: 'editing', keys: ['left', 'ctrl+b']},
	{action: 'move-right', context: 'editing', keys: ['right', 'ctrl+f']},
	{action: 'move-word-left', context: 'editing', keys: ['ctrl+left', 'alt+b', 'alt+left']},
	{action: 'move-word-right', context: 'editing', keys: ['ctrl+right', 'alt+f', 'alt+right']},
	{action: 'move-line-start', context: 'editing', keys: ['home', 'ctrl+a']},
	{action: 'move-line-end', context: 'editing', keys: ['end', 'ctrl+e']},
	{action: 'delete-left', context: 'editing', keys: ['backspace', 'shift+backspace']},
	{action: 'delete-right', context: 'editing', keys: ['delete', 'ctrl+d']},
	{
		action: 'delete-word-left',
		context: 'editing',
		keys: ['ctrl+w', 'alt+backspace', 'ctrl+backspace'],
	},
	{action: 'delete-word-right', context: 'editing', keys: ['ctrl+delete', 'alt+d']},
	{action: 'delete-to-line-start', context: 'editing', keys: ['ctrl+u']},
	{action: 'delete-to-line-end', context: 'editing', keys: ['alt+k', 'shift+delete']},
	{action: 'transpose', context: 'editing', keys: ['ctrl+t']},
	{action: 'yank', context: 'editing', keys: ['ctrl+y']},
	{action: 'yank-older', context: 'editing', keys: ['alt+y', 'ctrl+shift+y']},
	{action: 'undo', context: 'editing', keys: ['ctrl+_']},
	{action: 'redo', context: 'editing', keys: ['alt+_', 'ctrl+^']},

	// The message history, when it has the focus
	{action: 'select-older', context: 'timeline', keys: ['up', 'k']},
	{action: 'select-newer', context: 'timeline', keys: ['down', 'j']},
	{action: 'select-oldest', context: 'timeline', keys: ['home', 'g']},
	{action: 'select-newest', context: 'timeline', keys: ['end', 'shift+g']},
	{action: 'open-message', context: 'timeline', keys: ['enter']},
	{action: 'reply-to-message', context: 'timeline', keys: ['r']},
	{action: 'react-to-message', context: 'timeline', keys: ['+']},
	{action: 'edit-message', context: 'timeline', keys: ['e']},
	{action: 'list-versions', context: 'timeline', keys: ['v']},
	{action: 'forward-message', context: 'timeline', keys: ['f']},
	{action: 'copy-message', context: 'timeline', keys: ['y']},
	{action: 'open-link', context: 'timeline', keys: ['o']},
	{action: 'save-file', context: 'timeline', keys: ['s']},
	{action: 'cancel-transfer', context: 'timeline', keys: ['c']},
	{action: 'pin-message', context: 'timeline', keys: ['p']},
	{action: 'list-pins', context: 'timeline', keys: ['shift+p']},
	{action: 'hide-message', context: 'timeline', keys: ['d', 'delete']},
	{action: 'recall-message', context: 'timeline', keys: ['shift+d']},
	{action: 'retry-message', context: 'timeline', keys: ['t']},

	// Contacts and groups, when they have the focus
	{action: 'list-up', context: 'list', keys: ['up', 'k']},
	{action: 'list-down', context: 'list', keys: ['down', 'j']},
	{action: 'list-first', context: 'list', keys: ['home', 'g']},
	{action: 'list-last', context: 'list', keys: ['end', 'shift+g']},
	{action: 'list-open', context: 'list', keys: ['enter', 'right']},
	{action: 'mute-conversation', context: 'list', keys: ['m']},
	{action: 'befriend', context: 'list', keys: ['f']},
	{action: 'part-from', context: 'list', keys: ['x']},
	{action: 'block', context: 'list', keys: ['b']},
	{action: 'show-person', context: 'list', keys: ['i']},

	// Dialogs and forms
	{action: 'dialog-previous', context: 'dialog', keys: ['up', 'shift+tab']},
	{action: 'dialog-next', context: 'dialog', keys: ['down', 'tab']},
	{action: 'dialog-confirm', context: 'dialog', keys: ['enter']},
	{action: 'switch-form', context: 'dialog', keys: ['ctrl+r', 'f8']},
] as const satisfies readonly KeyBinding[];

export type ActionName = (typeof keyTable)[number]['action'];
