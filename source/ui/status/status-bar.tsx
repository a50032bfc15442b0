/** Draws the status bar. Its only clock runs while something on it depends on the time. */
import {memo, useEffect, useReducer} from 'react';
import {LineView} from '../frame/line-view.tsx';
import {keyHint} from '../keymap.ts';
import {text} from '../text.ts';
import {useChat, useUi, useView} from '../ui-context.ts';
import {isShallowEqual, useSelected} from '../use-selected.ts';
import {statusLine} from './status-line.ts';

/** Draws again every second while it runs, and only then. */
const useTicking = (isRunning: boolean): void => {
	const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
	useEffect(() => {
		if (!isRunning) {
			return;
		}

		const timer = setInterval(tick, 1000);
		return () => clearInterval(timer);
	}, [isRunning]);
};

export const StatusBar = memo(function StatusBar() {
	const {keymap} = useUi();
	const width = useView(({size}) => size.columns);
	const source = useSelected(
		useChat().state,
		({account, server, serverName, connection, queued, failed, ...state}) => ({
			account,
			server,
			serverName,
			connection,
			queued,
			failed,
			presence: state.presence,
			preferences: state.preferences,
			talkBan: state.talkBan,
			shutdown: state.shutdown,
			transfers: state.transfers,
		}),
		isShallowEqual,
	);
	const {connection, shutdown, talkBan, preferences} = source;
	useTicking(
		(connection.status === 'offline' && connection.retryAt !== undefined) ||
			shutdown !== undefined ||
			talkBan?.until !== undefined ||
			preferences.quietUntil !== undefined ||
			preferences.quietHours !== undefined,
	);
	const now = Date.now();
	const hints = [
		{key: keyHint(keymap, 'open-switcher') ?? '', words: text.status.switch},
		{key: keyHint(keymap, 'open-help') ?? '', words: text.status.help},
	];
	return <LineView content={statusLine(source, {width, now, hints})} />;
});
