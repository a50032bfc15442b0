/** A voice message: recorded from one `/record` to the next. */
import {attempt, type ScreenHost, showNotice} from '../screen-host.ts';
import {text} from '../text.ts';
import {type ChatScene, readScene} from './chat-scene.ts';
import {sendFile} from './file-actions.ts';

/** At most one recording a screen. */
const recordings = new WeakMap<ScreenHost, {stop(): Promise<string>}>();

/** Begins, or ends and sends to the open conversation. */
export const toggleRecording = ({host}: ChatScene): void =>
	attempt(host, async () => {
		const running = recordings.get(host);
		if (running === undefined) {
			recordings.set(host, await host.services.recordSound());
			showNotice(host, 'done', text.files.recording);
			return;
		}

		recordings.delete(host);
		const path = await running.stop();
		const scene = readScene(host);
		if (scene !== undefined) {
			sendFile(scene, path, {isTemporary: true});
		}
	});
