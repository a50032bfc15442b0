/** The client as others see it: every method of `Client`, handed to the part that does it. */
import type {Client} from './client-api.ts';
import {ClientError} from './client-error.ts';
import {
	createGroup,
	joinGroup,
	listMembers,
	listPeople,
	openDirect,
	resolveTarget,
} from './conversation-actions.ts';
import {Engine, type EngineOptions} from './engine.ts';
import {describeOutgoing} from './files/outgoing-file.ts';
import {findMessage, listVersions, readMessageItem, searchMessages} from './message-actions.ts';
import {isWhole, readEntries, readStored} from './read-entries.ts';
import {findConversation} from './targets.ts';
import {ConversationTimeline} from './timeline.ts';

/** Rejects with `timeout` when `work` takes longer. */
const within = <Result>(
	work: Promise<Result>,
	timeoutMs: number | undefined,
	message: string,
): Promise<Result> => {
	if (timeoutMs === undefined) {
		return work;
	}

	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new ClientError('timeout', message)), timeoutMs);
		work.then(resolve, reject).finally(() => clearTimeout(timer));
	});
};

/** Everything about the engine's own life, and about messages. */
const messageMethods = (engine: Engine) => {
	const {replica, outbox, inbound, typing, drafts, readMarkers} = engine;
	return {
		getState: replica.store.getState,
		subscribe: replica.store.subscribe,
		onEntry: listener => inbound.onEntry(listener),
		start: () => engine.start(),
		reconnect: () => engine.reconnect(),
		stop: () => engine.stop(),
		whenSynced: timeoutMs => engine.whenSynced(timeoutMs),
		trustCertificate: fingerprint => engine.trustCertificate(fingerprint),
		sendMessage(conversation, text, options) {
			const id = outbox.add(conversation, text, options);
			typing.noteSent(conversation);
			return id;
		},
		whenSent: (id, timeoutMs) =>
			within(outbox.whenSent(id), timeoutMs, 'The server has not stored the message in time.'),
		retryMessage: id => outbox.retry(id),
		discardMessage: id => outbox.discard(id),
		openTimeline: conversation =>
			new ConversationTimeline({
				replica,
				conversation,
				fetchOlder: async log => engine.session.fetcher.fetchOlder(log),
			}),
		saveDraft: (conversation, text) => drafts.save(conversation, text),
		markRead: (conversation, seq) => readMarkers.mark(conversation, seq),
		setTyping: (conversation, isTyping) => typing.setOwn(conversation, isTyping),
		readEntries: (conversation, options) => readEntries(engine, conversation, options),
		fetchOlder: async conversation => engine.session.fetcher.fetchOlder(conversation),
		isWhole: conversation => isWhole(engine, conversation),
		readStored: (conversation, options) => readStored(engine.replica, conversation, options),
	} satisfies Partial<Client>;
};

/** What is done to messages that are on the server. */
const placeMethods = (engine: Engine) =>
	({
		async editMessage(message, text) {
			await engine.session.request('edit-message', {...message, text});
		},
		async recallMessage(message) {
			await engine.session.request('recall-message', message);
		},
		async hideMessage(message) {
			await engine.session.request('hide-message', message);
		},
		async reactToMessage(message, emoji, isOn) {
			await engine.session.request('react-to-message', {...message, emoji, isOn});
		},
		async pinMessage(message, isOn) {
			await engine.session.request('pin-message', {...message, isOn});
		},
		findMessage: (conversation, reference) => findMessage(engine, conversation, reference),
		readMessage: message => readMessageItem(engine, message),
		listVersions: message => listVersions(engine, message),
		searchMessages: (words, options) => searchMessages(engine, words, options),
	}) satisfies Partial<Client>;

const fileMethods = (engine: Engine) => {
	const {outbox, files} = engine;
	return {
		sendFile: (conversation, path, text = '', {isTemporary, ...options} = {}) =>
			outbox.add(conversation, text, {...options, file: describeOutgoing(path, isTemporary)}),
		checkFiles(paths) {
			for (const path of paths) {
				describeOutgoing(path);
			}
		},
		fetchFile: (message, target) => files.downloads.fetch(message, target),
		cancelTransfer(key) {
			outbox.discard(key);
			files.downloads.cancel(key);
		},
		listFiles: (conversation, options = {}) =>
			engine.session.request('list-files', {conversation, ...options}),
		readPixels: (source, box) => files.media.readPixels(source, box),
	} satisfies Partial<Client>;
};

/** Everything that asks the server about people, groups and devices. */
const serverMethods = (engine: Engine) =>
	({
		resolveTarget: target => resolveTarget(engine, target),
		findTarget: target => findConversation(engine.replica.store.getState(), target)?.id,
		createGroup: (name, members) => createGroup(engine, name, members),
		openDirect: names => openDirect(engine, names),
		joinGroup: (name, code) => joinGroup(engine, name, code),
		async leaveGroup(conversation) {
			await engine.session.request('leave-group', {conversation});
		},
		async inviteMember(conversation, name) {
			await engine.session.request('invite-member', {conversation, name});
		},
		async removeMember(conversation, name) {
			await engine.session.request('remove-member', {conversation, name});
		},
		listMembers: conversation => listMembers(engine, conversation),
		listPeople: query => listPeople(engine, query),
		async listDevices() {
			return (await engine.session.request('list-devices', {})).devices;
		},
		async revokeDevice(device) {
			await engine.session.request('revoke-device', {device});
		},
		logOut: ({all = false} = {}) => engine.logOut(all),
		request: async (command, body) => engine.session.request(command, body),
	}) satisfies Partial<Client>;

/** Opens nothing by itself: call `start`. */
export const createClient = (options: EngineOptions): Client => {
	const engine = new Engine(options);
	return {
		...messageMethods(engine),
		...fileMethods(engine),
		...placeMethods(engine),
		...serverMethods(engine),
	};
};
