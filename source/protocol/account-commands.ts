/** Commands about the account: coming in, its devices, its profile, what it chose. */
import * as z from 'zod';
import {code, deviceName, nothing, password} from './command-fields.ts';
import {
	device,
	epoch,
	friend,
	logId,
	name,
	person,
	picture,
	pictureId,
	preferences,
	presence,
	profile,
	profileFields,
	restriction,
	seq,
} from './entities.ts';
import {limits} from './limits.ts';

/** What a logged-in connection knows of itself. `log` is the account's private log, `head` its newest `seq`. */
const session = z.object({
	account: profile,
	device: z.int().positive(),
	log: logId,
	head: seq,
	epoch,
});
export type Session = z.infer<typeof session>;

/** The token lets the device `resume` with no password. It is told once and stored hashed. */
const sessionWithToken = session.extend({token: z.string().max(limits.tokenLengthMax)});

export const accountCommands = {
	register: {
		request: z.object({name, password, device: deviceName, code: code.optional()}),
		reply: sessionWithToken,
	},
	'log-in': {request: z.object({name, password, device: deviceName}), reply: sessionWithToken},
	resume: {
		request: z.object({token: z.string().min(1).max(limits.tokenLengthMax)}),
		reply: session,
	},
	/** Revokes this device's token, or those of all devices, and ends their connections. */
	'log-out': {request: z.object({all: z.boolean().optional()}), reply: nothing},
	'list-devices': {request: nothing, reply: z.object({devices: z.array(device)})},
	'revoke-device': {request: z.object({device: z.int().positive()}), reply: nothing},

	/** What all devices of the account share, beside its conversations. */
	'get-account': {
		request: nothing,
		reply: z.object({
			account: person,
			/** The account log's newest entry that this tells of. */
			head: seq,
			/** What the person chose; others see `offline` while no device is connected. */
			presence,
			preferences,
			friends: z.array(friend).max(limits.friendsMax),
			blocked: z.array(profile).max(limits.blocksMax),
			talkBan: restriction.optional(),
		}),
	},
	/** Changes what is named; an empty text takes it away. */
	'set-profile': {request: z.object(profileFields), reply: nothing},
	'set-avatar': {request: z.object({picture}), reply: nothing},
	/** Any picture of a person or group. */
	'fetch-picture': {request: z.object({picture: pictureId}), reply: z.object({picture})},
	'set-presence': {request: z.object({presence: presence.exclude(['offline'])}), reply: nothing},
	/** Logs out every other device. */
	'change-password': {request: z.object({current: password, password}), reply: nothing},
	/** The name stays taken; what was said stays, and notices keep the name that they tell. */
	'delete-account': {request: z.object({password}), reply: nothing},
	/** A `quietUntil` that is over, and `quietHours` that end as they begin, turn these off. */
	'set-preferences': {request: preferences.partial(), reply: nothing},
} as const;
