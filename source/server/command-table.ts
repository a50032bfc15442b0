/** Every command with its guards: whether it needs a log-in, and which rate it counts against. */
import type {CommandName, CommandReply, CommandRequest} from '../protocol/commands.ts';
import {claimAdmin} from './commands/claim-admin.ts';
import {createGroup} from './commands/create-group.ts';
import {createInvitation} from './commands/create-invitation.ts';
import {fetchEntries} from './commands/fetch-entries.ts';
import {hello} from './commands/hello.ts';
import {inviteMember} from './commands/invite-member.ts';
import {joinGroup} from './commands/join-group.ts';
import {leaveGroup} from './commands/leave-group.ts';
import {listConversations} from './commands/list-conversations.ts';
import {listDevices} from './commands/list-devices.ts';
import {listMembers} from './commands/list-members.ts';
import {listPeople} from './commands/list-people.ts';
import {logIn} from './commands/log-in.ts';
import {logOut} from './commands/log-out.ts';
import {markRead} from './commands/mark-read.ts';
import {openDirect} from './commands/open-direct.ts';
import {onlyOnce} from './commands/open-session.ts';
import {ping} from './commands/ping.ts';
import {register} from './commands/register.ts';
import {removeMember} from './commands/remove-member.ts';
import {resume} from './commands/resume.ts';
import {revokeDevice} from './commands/revoke-device.ts';
import {sendMessage} from './commands/send-message.ts';
import {setTyping} from './commands/set-typing.ts';
import type {Session} from './session.ts';
import type {Awaitable} from './store/store.ts';
import type {Rate} from './token-bucket.ts';

/** Per connection. Nobody who types by hand reaches them, and a pipe of a few hundred lines passes. */
export const rates = {
	/** Greetings and log-ins. */
	entry: {burst: 20, perSecond: 1},
	/** Signals and heartbeats. */
	signal: {burst: 40, perSecond: 10},
	read: {burst: 500, perSecond: 100},
	message: {burst: 300, perSecond: 20},
	/** What changes groups, devices and roles. */
	change: {burst: 60, perSecond: 2},
} as const satisfies Record<string, Rate>;

export type RateClass = keyof typeof rates;

/** Of the requests that one connection may have in flight: a page can be as long as many small replies. */
export const weights: {readonly [Class in RateClass]: number} = {
	entry: 1,
	signal: 1,
	read: 16,
	message: 1,
	change: 1,
};

type Command<Name extends CommandName> = {
	readonly handle: (session: Session, body: CommandRequest<Name>) => Awaitable<CommandReply<Name>>;
	readonly needsLogIn: boolean;
	readonly rate: RateClass;
};

const forStrangers = <Name extends CommandName>(
	handle: Command<Name>['handle'],
): Command<Name> => ({
	handle,
	needsLogIn: false,
	rate: 'entry',
});

const forAccounts = <Name extends CommandName>(
	rate: RateClass,
	handle: Command<Name>['handle'],
): Command<Name> => ({handle, needsLogIn: true, rate});

export const commandTable: {readonly [Name in CommandName]: Command<Name>} = {
	hello: forStrangers(hello),
	ping: {handle: ping, needsLogIn: false, rate: 'signal'},
	register: forStrangers(onlyOnce(register)),
	'log-in': forStrangers(onlyOnce(logIn)),
	resume: forStrangers(onlyOnce(resume)),
	'log-out': forAccounts('change', logOut),
	'list-devices': forAccounts('read', listDevices),
	'revoke-device': forAccounts('change', revokeDevice),
	'list-conversations': forAccounts('read', listConversations),
	'fetch-entries': forAccounts('read', fetchEntries),
	'mark-read': forAccounts('read', markRead),
	'send-message': forAccounts('message', sendMessage),
	'set-typing': forAccounts('signal', setTyping),
	'list-people': forAccounts('read', listPeople),
	'claim-admin': forAccounts('change', claimAdmin),
	'create-invitation': forAccounts('change', createInvitation),
	'open-direct': forAccounts('change', openDirect),
	'create-group': forAccounts('change', createGroup),
	'join-group': forAccounts('change', joinGroup),
	'leave-group': forAccounts('change', leaveGroup),
	'invite-member': forAccounts('change', inviteMember),
	'remove-member': forAccounts('change', removeMember),
	'list-members': forAccounts('read', listMembers),
};
