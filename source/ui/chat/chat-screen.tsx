/** The main view: panes side by side above the status bar. */
import {Box} from 'ink';
import {DetailsView} from '../details/details-view.tsx';
import type {ScreenSize} from '../screen-layout.ts';
import {SidebarView} from '../sidebar/sidebar-view.tsx';
import {StatusBar} from '../status/status-bar.tsx';
import {ConversationView} from './conversation-view.tsx';

export function ChatScreen({size}: {readonly size: ScreenSize}) {
	return (
		<Box width={size.columns} height={size.rows} flexDirection="column">
			<Box width={size.columns} height={size.rows - 1} flexShrink={0}>
				<SidebarView />
				<ConversationView />
				<DetailsView />
			</Box>
			<StatusBar />
		</Box>
	);
}
