/**
 * The floor of the client's figures: a bare Ink program that draws the main view's picture, echoes
 * letters in a composer line and pages through its messages. No server, no database, no engine.
 */
import {Box, render, Text, useInput, useWindowSize} from 'ink';
import {useState} from 'react';
import {
	accountName,
	contactNames,
	groupNames,
	messagesPerConversation,
	messageText,
	openGroup,
} from '../client/picture.ts';

const sidebarWidth = 22;

/** One line per item, cut or padded to the pane by Ink alone. */
function Rows({lines}: {readonly lines: readonly string[]}) {
	return lines.map((line, index) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands at its place
		<Text key={index} wrap="truncate">
			{line || ' '}
		</Text>
	));
}

function Sidebar() {
	return (
		<Box flexDirection="column" width={sidebarWidth} borderStyle="round">
			<Text bold>Contacts</Text>
			<Rows lines={contactNames.map(name => `● ${name}`)} />
			<Text bold>Groups</Text>
			<Rows lines={groupNames.map(name => `# ${name}`)} />
		</Box>
	);
}

function Timeline({last, rows}: {readonly last: number; readonly rows: number}) {
	const lines = Array.from({length: rows}, (_, row) => last - rows + 1 + row).map(
		number => `09:12  ${contactNames[number % contactNames.length]}  ${messageText(number)}`,
	);
	return (
		<Box flexDirection="column" flexGrow={1} borderStyle="round">
			<Text bold>{`# ${openGroup}`}</Text>
			<Rows lines={lines} />
		</Box>
	);
}

function Picture() {
	const {rows} = useWindowSize();
	const [typed, setTyped] = useState('');
	const [last, setLast] = useState(messagesPerConversation);
	const timelineRows = rows - 8;
	useInput((input, key) => {
		if (key.pageUp) {
			setLast(value => value - timelineRows);
		} else if (key.pageDown) {
			setLast(value => Math.min(messagesPerConversation, value + timelineRows));
		} else if (key.ctrl && input === 'u') {
			setTyped('');
		} else {
			setTyped(value => value + input);
		}
	});
	return (
		<Box flexDirection="column" height={rows - 1}>
			<Box flexGrow={1}>
				<Sidebar />
				<Box flexDirection="column" flexGrow={1}>
					<Timeline last={last} rows={timelineRows} />
					<Box borderStyle="round">
						<Text wrap="truncate-start">{`› ${typed}`}</Text>
					</Box>
				</Box>
			</Box>
			<Text>{`${accountName}@home ● online          Ctrl-K switch  F1 help`}</Text>
		</Box>
	);
}

render(<Picture />, {alternateScreen: true, incrementalRendering: true, exitOnCtrlC: true});
