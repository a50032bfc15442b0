/** The row under the title that shows the newest pinned message. */
import {memo, useMemo} from 'react';
import {line, span, truncateLine} from '../frame/line.ts';
import {LineView} from '../frame/line-view.tsx';
import {useChat, useView} from '../ui-context.ts';
import {isShallowEqual, useSelected} from '../use-selected.ts';
import {chatOf} from '../view-state.ts';
import {findPinned, pinWords} from './pin-actions.ts';

export const PinBanner = memo(function PinBanner({width}: {readonly width: number}) {
	const {client, timelineState} = useChat();
	const {conversation, newestPin} = useView(view => {
		const chat = chatOf(view);
		return {conversation: chat?.conversation, newestPin: chat?.newestPin};
	}, isShallowEqual);
	const shown = useSelected(timelineState, timeline =>
		timeline?.items.find(({seq}) => seq === newestPin),
	);
	const words = useMemo(
		() =>
			conversation === undefined || newestPin === undefined
				? undefined
				: pinWords(
						findPinned(client, shown === undefined ? [] : [shown], {conversation, seq: newestPin}),
					),
		[client, conversation, newestPin, shown],
	);
	return words === undefined ? null : (
		<LineView content={truncateLine(line(span('accent', ' 📌 '), span('quote', words)), width)} />
	);
});
