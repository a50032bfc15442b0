/** Follows one rectangle of the layout; keys that leave it where it is do not draw the pane again. */
import {type ChatLayout, currentLayout} from './chat/chat-layout.ts';
import type {Rectangle} from './screen-layout.ts';
import {useView} from './ui-context.ts';
import {isShallowEqual} from './use-selected.ts';

const isSameRectangle = (left: Rectangle | undefined, right: Rectangle | undefined): boolean =>
	left === right || (left !== undefined && right !== undefined && isShallowEqual(left, right));

export const useLayout = (
	select: (layout: ChatLayout) => Rectangle | undefined,
): Rectangle | undefined => useView(view => select(currentLayout(view)), isSameRectangle);
