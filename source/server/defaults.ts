/** What holds where nobody has chosen: for groups, for what an account is told, for the server. */
import type {
	GroupSettings,
	Notifications,
	Preferences,
	ServerSettings,
} from '../protocol/entities.ts';
import {limits} from '../protocol/limits.ts';

export const defaultGroupSettings: GroupSettings = {
	title: '',
	topic: '',
	visibility: 'public',
	history: 'all',
	permissions: {post: 'members', invite: 'members', pin: 'admins'},
	slowMs: 0,
};

export const defaultNotifications: Notifications = {level: 'all'};

export const defaultPreferences: Preferences = {
	hasReceipts: true,
	mentionsBreakQuiet: false,
	keywords: [],
};

export const defaultServerSettings: ServerSettings = {
	broadcasters: 'members',
	recallMs: 48 * 3_600_000,
	retentionMs: 0,
	fileBytesMax: 4 * 1_024 ** 3,
	accountFileBytesMax: 32 * 1_024 ** 3,
	serverFileBytesMax: limits.fileBytesMax,
};
