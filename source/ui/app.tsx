/** The whole screen: the route, and the dialog in front of it. */
import {Box, Text} from 'ink';
import {memo} from 'react';
import type {ClientState} from '../client/state.ts';
import {ChatScreen} from './chat/chat-screen.tsx';
import {dialogPanel} from './dialogs/dialog-panel.ts';
import type {Dialog} from './dialogs/dialog-state.ts';
import {PanelView} from './frame/panel-view.tsx';
import type {Source} from './observable-store.ts';
import {routePanel} from './route-panel.ts';
import {isTooSmall, type ScreenSize, smallestSize} from './screen-layout.ts';
import {text} from './text.ts';
import {ChatProvider, type Ui, UiProvider, useUi, useView} from './ui-context.ts';
import {useSelected} from './use-selected.ts';
import {chatOf} from './view-state.ts';
import {ViewerView} from './viewer/viewer-view.tsx';

const RouteView = memo(function RouteView({size}: {readonly size: ScreenSize}) {
	const {keymap} = useUi();
	const route = useView(view => view.route);
	const panel = routePanel({route, size}, {keymap, now: Date.now()});
	return panel === undefined ? null : <PanelView panel={panel} size={size} />;
});

/** Stands for the client's state on screens without an account. */
const noClient: Source<ClientState | undefined> = {
	getState: () => undefined,
	subscribe: () => () => undefined,
};

function DialogView({
	dialog,
	size,
}: {
	readonly dialog: Exclude<Dialog, {kind: 'viewer'}>;
	readonly size: ScreenSize;
}) {
	const {keymap, getChat} = useUi();
	const client = useSelected(getChat()?.state ?? noClient, state => state);
	const open = useView(view => chatOf(view)?.conversation);
	return <PanelView panel={dialogPanel(dialog, {size, keymap, client, open})} size={size} />;
}

function Screen() {
	const {getChat} = useUi();
	const size = useView(view => view.size);
	const isChat = useView(view => view.route.screen === 'chat');
	const dialog = useView(view => view.dialog);
	if (isTooSmall(size)) {
		return <Text wrap="truncate">{text.tooSmall(smallestSize.columns, smallestSize.rows)}</Text>;
	}

	return (
		<Box width={size.columns} height={size.rows} flexDirection="column">
			{isChat ? (
				<ChatProvider value={getChat()}>
					<ChatScreen size={size} />
				</ChatProvider>
			) : (
				<RouteView size={size} />
			)}
			{dialog?.kind === 'viewer' && <ViewerView dialog={dialog} size={size} />}
			{dialog !== undefined && dialog.kind !== 'viewer' && (
				<DialogView dialog={dialog} size={size} />
			)}
		</Box>
	);
}

export function App({ui}: {readonly ui: Ui}) {
	return (
		<UiProvider value={ui}>
			<Screen />
		</UiProvider>
	);
}
