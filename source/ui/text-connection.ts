/** The words about the connection: how it is, why it has stopped, how long something takes. */
import type {ConnectionState, StopReason} from '../client/state.ts';

/** Rounded up: `40 s`, `2 min`, `3 h`. */
export const seconds = (milliseconds: number): string => {
	const whole = Math.max(1, Math.ceil(milliseconds / 1000));
	if (whole < 60) {
		return `${whole} s`;
	}

	const minutes = Math.ceil(whole / 60);
	return minutes <= 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
};

/** `now` is when the text is made: the countdown is the only thing here that depends on the clock. */
export const connection = (state: ConnectionState, now: number): string => {
	switch (state.status) {
		case 'connecting':
			return 'connecting…';
		case 'online':
			return state.isSyncing ? 'syncing…' : 'online';
		case 'offline':
			return [
				state.isRefused ? 'not let in' : 'offline',
				...(state.retryAt === undefined ? [] : [`again in ${seconds(state.retryAt - now)}`]),
			].join(', ');
		case 'stopped':
			return {
				'certificate-unknown': 'stopped: unknown certificate',
				'certificate-changed': 'stopped: certificate changed',
				'signed-out': 'logged out',
				'unsupported-version': 'stopped: another version',
			}[state.reason.code];
	}
};

export const historyReset = (kept: string | undefined): string =>
	[
		'The server was restored from a backup: what came after it is gone there.',
		...(kept === undefined ? [] : [`What this computer had of it is kept in ${kept}.`]),
	].join(' ');

export const stopped = (
	reason: StopReason,
	server: string,
): {title: string; lines: readonly string[]} => {
	switch (reason.code) {
		case 'certificate-unknown':
			return {
				title: 'Is this the right server?',
				lines: [
					`${server} shows a certificate that this computer has never seen.`,
					'Compare the fingerprint with the one that the server printed at its start:',
				],
			};
		case 'certificate-changed':
			return {
				title: 'The server’s certificate has changed',
				lines: [
					`${server} shows another certificate than before. Somebody may be listening in,`,
					'or the server was set up anew. Nothing was sent. Ask whoever runs the server.',
					'If the change is right, log in again with the new fingerprint:',
				],
			};
		case 'signed-out':
			return {title: 'Logged out', lines: ['This device was logged out.']};
		case 'unsupported-version':
			return {
				title: 'Versions do not fit',
				lines: ['The server and this program speak different versions. Update the older one.'],
			};
	}
};
