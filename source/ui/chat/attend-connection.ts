/** Tells what becomes of the connection where it matters to a person: questions, refusals, farewells. */
import type {ClientState, StopReason} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import type {ScreenHost} from '../screen-host.ts';
import {text} from '../text.ts';
import type {ChatScene} from './chat-scene.ts';
import {refusalOf} from './hint-line.ts';
import {fitsHintLine, tell} from './tell.ts';

type Attendant = (scene: ChatScene) => void;

/** Asks the person, once, about what only a person can decide. */
const createStopAttendant = (host: ScreenHost): Attendant => {
	let lastReason: StopReason | undefined;
	return ({state: {connection}}) => {
		const reason = connection.status === 'stopped' ? connection.reason : undefined;
		if (reason !== lastReason) {
			lastReason = reason;
			if (reason !== undefined) {
				host.view.dispatch({type: 'dialog-opened', dialog: {kind: 'stopped', reason}});
			}
		}
	};
};

/** What the server said as it ended a connection is told even when there is another one already. */
const createFarewellAttendant = (host: ScreenHost): Attendant => {
	let told: ClientState['farewell'] = host.getChat()?.client.getState().farewell;
	return ({state: {farewell}}) => {
		if (farewell !== undefined && farewell !== told) {
			told = farewell;
			const words = sanitizeLine(farewell.reason);
			tell(host, {kind: 'failed', title: text.connectionEnded, words, isKept: true});
		}
	};
};

/** Whoever misses messages reads why, and where they are. */
const createResetAttendant = (host: ScreenHost): Attendant => {
	let told = 0;
	return ({state: {historyResets = 0, keptHistory}}) => {
		if (historyResets > told) {
			told = historyResets;
			const words = sanitizeLine(text.historyReset(keptHistory));
			tell(host, {kind: 'failed', title: text.historyResetTitle, words, isKept: true});
		}
	};
};

/** A refusal stands on the hint line as long as it lasts: older news give way, and it opens once where it does not fit. */
const createRefusalAttendant = (host: ScreenHost): Attendant => {
	let isTold = false;
	return ({state: {connection}}) => {
		const words = refusalOf(connection);
		if (words === undefined || isTold) {
			isTold &&= connection.status !== 'online';
			return;
		}

		isTold = true;
		host.view.dispatch({type: 'notice-dismissed'});
		if (!fitsHintLine(host, 'failed', words)) {
			tell(host, {kind: 'failed', title: text.connectionRefused, words, isKept: true});
		}
	};
};

export const createConnectionAttendant = (host: ScreenHost): Attendant => {
	const attendants = [
		createStopAttendant(host),
		createFarewellAttendant(host),
		createResetAttendant(host),
		createRefusalAttendant(host),
	];
	return scene => {
		for (const attend of attendants) {
			attend(scene);
		}
	};
};
