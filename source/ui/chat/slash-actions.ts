/** Slash commands: the engine's table runs and completes them, the screen shows what they answer. */
import {completeInput} from '../../client/slash-commands/complete-input.ts';
import {runSlashCommand} from '../../client/slash-commands/run-slash-command.ts';
import {secretStart} from '../../client/slash-commands/secret-input.ts';
import type {SlashResult} from '../../client/slash-commands/slash-command.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {wordBeforeCursor} from '../composer/completion.ts';
import type {CompletionCandidate} from '../composer/composer-state.ts';
import {failureText} from '../failure-text.ts';
import {attempt, dropNotice} from '../screen-host.ts';
import {type ChatScene, readScene} from './chat-scene.ts';
import {openConversation} from './conversation-actions.ts';
import {toggleRecording} from './record-actions.ts';
import {tell} from './tell.ts';

/** A file that a command has fetched, or that is to be made. */
const show = (scene: ChatScene, what: NonNullable<SlashResult['show']>): void => {
	const {services} = scene.host;
	if (what.action === 'record') {
		toggleRecording(scene);
	} else {
		attempt(scene.host, () =>
			what.action === 'play' ? services.playFile(what.path) : services.openFile(what.path),
		);
	}
};

/** What was typed, as the title of its answer: without the password, if it holds one. */
const titleOf = (typed: string): string => sanitizeLine(typed.slice(0, secretStart(typed)));

/** One line goes where notices go, if it fits there; more open a dialog. */
const showResult = (scene: ChatScene, typed: string, result: SlashResult): void => {
	const {host} = scene;
	const [first, ...others] = result.lines;
	if (result.show !== undefined) {
		show(scene, result.show);
		return;
	}

	if (result.openConversation !== undefined) {
		openConversation(scene, result.openConversation);
	}

	if (others.length > 0) {
		host.view.dispatch({
			type: 'dialog-opened',
			dialog: {kind: 'output', title: titleOf(typed), lines: result.lines, offset: 0},
		});
	} else if (first !== undefined) {
		tell(host, {kind: 'done', title: titleOf(typed), words: sanitizeLine(first)});
	}

	if (result.quit) {
		host.quit();
	}
};

/** Runs a command that a key stands for. */
export const runCommand = (scene: ChatScene, typed: string): void => {
	const {host, client, chat} = scene;
	const {conversation} = chat;
	attempt(host, async () => {
		try {
			const result = await runSlashCommand(client, typed, {conversation});
			const later = readScene(host);
			if (later?.session === scene.session) {
				showResult(later, typed, result);
			}
		} catch (error) {
			tell(host, {kind: 'failed', title: titleOf(typed), words: failureText(error)});
		}
	});
};

/** The composer is emptied at once; Up brings the command back when it failed. */
export const runTypedCommand = (scene: ChatScene, typed: string): void => {
	const isSecret = secretStart(typed) !== undefined;
	scene.dispatch({type: 'composer', action: {type: 'sent', isSecret}});
	dropNotice(scene.host);
	runCommand(scene, typed);
};

/** What Tab offers for the word before the cursor: commands and their arguments, else names. */
export const completionCandidates = (scene: ChatScene): readonly CompletionCandidate[] => {
	const {client, chat} = scene;
	const {text, cursor} = chat.composer;
	const completion = completeInput(client, {text, cursor, conversation: chat.conversation});
	if (completion === undefined) {
		return [];
	}

	// The composer puts a candidate in the place of the whole word; a blank that follows stays.
	const {start} = wordBeforeCursor(chat.composer);
	const kept = text.slice(start, completion.start);
	const isSpaced = completion.end > cursor;
	return completion.candidates.map(candidate => ({
		text: `${kept}${isSpaced ? candidate.text.trimEnd() : candidate.text}`,
		label: sanitizeLine(candidate.text.trim()),
	}));
};
