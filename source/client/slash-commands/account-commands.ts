/** Commands about one's own account: its password, its devices, and leaving. */
import type {Device} from '../../protocol/entities.ts';
import {type SlashCommands, SlashUsageError} from './slash-command.ts';

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const describeDevice = ({id, name, createdAt, seenAt, isCurrent}: Device): string =>
	`${id}  ${name}, since ${dayOf(createdAt)}, ${isCurrent ? 'this one' : `last seen ${dayOf(seenAt)}`}`;

export const accountCommands: SlashCommands = {
	devices: {
		usage: '[revoke N]',
		summary: 'List where your account is logged in, or log one of these out.',
		arguments: [{words: ['revoke']}, 'word'],
		required: 0,
		async run(client, _context, [action, number]) {
			if (action === undefined) {
				const devices = await client.listDevices();
				return {lines: devices.map(describeDevice), objects: devices};
			}

			const device = Number(number);
			if (!Number.isSafeInteger(device) || device < 1) {
				throw new SlashUsageError('Which device? "/devices" lists their numbers.');
			}

			await client.revokeDevice(device);
			return {lines: [`Device ${device} is logged out.`], objects: [{device}]};
		},
	},
	passwd: {
		usage: 'OLD NEW',
		summary: 'Change your password; every other device is logged out.',
		arguments: ['secret', 'secret'],
		required: 2,
		async run(client, _context, [current = '', password = '']) {
			await client.request('change-password', {current, password});
			return {
				lines: ['Your password is changed. Every other device is logged out.'],
				objects: [{passwordChanged: true}],
			};
		},
	},
	'delete-account': {
		usage: 'PASSWORD',
		summary: 'Delete your account for ever. What you said stays, and nobody gets your name.',
		arguments: ['secret'],
		required: 1,
		async run(client, _context, [password = '']) {
			await client.request('delete-account', {password});
			return {lines: ['Your account is deleted.'], objects: [{accountDeleted: true}]};
		},
	},
	logout: {
		usage: '[all]',
		summary: 'Log this device out, or all of them. What is stored here stays.',
		arguments: [{words: ['all']}],
		required: 0,
		async run(client, _context, [all]) {
			await client.logOut({all: all !== undefined});
			return {
				lines: [all === undefined ? 'You are logged out.' : 'You are logged out everywhere.'],
				objects: [{loggedOut: all === undefined ? 'this-device' : 'all-devices'}],
			};
		},
	},
};
