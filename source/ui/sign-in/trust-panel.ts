/** What is asked, or refused, about a server's certificate. */
import type {StopReason} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {wrapToWidth} from '../../terminal/wrap-text.ts';
import {blankLine, type Line, line, span} from '../frame/line.ts';
import {type Panel, panelWidth} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import {text} from '../text.ts';
import type {Role} from '../theme.ts';

const wantedWidth = 72;

/** The panel for every reason that only a person can resolve. */
export const stopPanel = (
	reason: StopReason,
	options: {server: string; size: ScreenSize; hints: Line},
): Panel => {
	const width = panelWidth(wantedWidth, options.size);
	const paragraph = (role: Role, words: string): readonly Line[] =>
		wrapToWidth(sanitizeLine(words), width).map(row => line(span(role, row)));
	const labelled = (label: string, value: string): readonly Line[] => [
		line(span('muted', label)),
		...paragraph('title', value),
		blankLine,
	];
	const {title, lines} = text.stopped(reason, options.server);
	const role = reason.code === 'certificate-changed' ? 'warning' : 'plain';
	const body = [blankLine, ...paragraph(role, lines.join(' ')), blankLine];
	switch (reason.code) {
		case 'certificate-unknown':
			body.push(...labelled(text.trust.fingerprint, reason.fingerprint));
			break;
		case 'certificate-changed':
			body.push(
				...labelled(text.trust.pinned, reason.pinned),
				...labelled(text.trust.shown, reason.fingerprint),
				...paragraph('muted', text.trust.changedAdvice(options.server)),
				blankLine,
			);
			break;
		case 'signed-out':
		case 'unsupported-version':
			body.push(...paragraph('muted', reason.message), blankLine);
			break;
	}

	return {title, width: wantedWidth, hints: options.hints, lines: body};
};
