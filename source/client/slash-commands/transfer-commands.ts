/** Commands about files on their way, and how they are made and sent. */
import {describeProgress} from './describe-file.ts';
import {type SlashCommand, type SlashCommands, SlashUsageError} from './slash-command.ts';

const transfers: SlashCommand = {
	usage: '',
	summary: 'List the files on their way.',
	arguments: [],
	required: 0,
	async run(client) {
		const all = [...client.getState().transfers.values()];
		return {
			lines:
				all.length === 0
					? ['No file is on its way.']
					: all.map(
							(transfer, index) =>
								`${index + 1}  ${transfer.direction === 'up' ? '↑' : '↓'} ${transfer.name}  ${describeProgress(transfer)}`,
						),
			objects: all,
		};
	},
};

const cancel: SlashCommand = {
	usage: '[NUMBER|all]',
	summary: 'End a transfer by its number in /transfers, the newest one without a number.',
	arguments: [{suggestions: ['1', 'all']}],
	required: 0,
	async run(client, _context, [number]) {
		const all = [...client.getState().transfers.values()];
		const chosen =
			number === 'all' ? all : [all.at(number === undefined ? -1 : Number(number) - 1)];
		const ended = chosen.filter(transfer => transfer !== undefined);
		if (ended.length === 0 || number === '0') {
			throw new SlashUsageError('There is no such transfer: /transfers lists them.');
		}

		for (const {key} of ended) {
			client.cancelTransfer(key);
		}

		return {
			lines: [`Cancelled: ${ended.map(({name}) => name).join(', ')}`],
			objects: ended.map(({key, name}) => ({key, name})),
		};
	},
};

export const transferCommands: SlashCommands = {
	transfers,
	cancel,
	location: {
		usage: '[keep|remove]',
		summary: 'Send pictures with the place where they were taken, or have it removed.',
		arguments: [{words: ['keep', 'remove']}],
		required: 0,
		async run(client, _context, [choice]) {
			let {keepsLocation = false} = client.getState().preferences;
			if (choice !== undefined) {
				keepsLocation = choice === 'keep';
				await client.request('set-preferences', {keepsLocation});
			}

			return {
				lines: [
					keepsLocation
						? 'Pictures are sent with the place where they were taken.'
						: 'The place where a picture was taken is removed before it is sent.',
				],
				objects: [{keepsLocation}],
			};
		},
	},
	record: {
		usage: '',
		summary: 'Record a voice message; again to send it.',
		arguments: [],
		required: 0,
		async run() {
			return {
				lines: ['Voice messages are recorded on the screen: open chat-tui and write /record.'],
				objects: [],
				show: {action: 'record'},
			};
		},
	},
};
