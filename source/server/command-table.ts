/** Every command with its guards: whether it needs a log-in, and which rate it counts against. */
import type {CommandName, CommandReply, CommandRequest} from '../protocol/commands.ts';
import {answerFriend} from './commands/answer-friend.ts';
import {ban} from './commands/ban.ts';
import {banMember} from './commands/ban-member.ts';
import {banTalk} from './commands/ban-talk.ts';
import {blockAccount} from './commands/block-account.ts';
import {cancelUpload} from './commands/cancel-upload.ts';
import {changeGroup} from './commands/change-group.ts';
import {changePassword} from './commands/change-password.ts';
import {changeServer} from './commands/change-server.ts';
import {claimAdmin} from './commands/claim-admin.ts';
import {createGroup} from './commands/create-group.ts';
import {createGroupInvitation} from './commands/create-group-invitation.ts';
import {createInvitation} from './commands/create-invitation.ts';
import {deleteAccount} from './commands/delete-account.ts';
import {deleteGroup} from './commands/delete-group.ts';
import {editMessage} from './commands/edit-message.ts';
import {fetchChunk} from './commands/fetch-chunk.ts';
import {fetchEntries} from './commands/fetch-entries.ts';
import {fetchPicture} from './commands/fetch-picture.ts';
import {finishUpload} from './commands/finish-upload.ts';
import {getAccount} from './commands/get-account.ts';
import {getPerson} from './commands/get-person.ts';
import {getStats} from './commands/get-stats.ts';
import {hello} from './commands/hello.ts';
import {hideMessage} from './commands/hide-message.ts';
import {inviteMember} from './commands/invite-member.ts';
import {joinGroup} from './commands/join-group.ts';
import {kickAccount} from './commands/kick-account.ts';
import {leaveGroup} from './commands/leave-group.ts';
import {listAudit} from './commands/list-audit.ts';
import {listBans} from './commands/list-bans.ts';
import {listConversations} from './commands/list-conversations.ts';
import {listDevices} from './commands/list-devices.ts';
import {listFiles} from './commands/list-files.ts';
import {listGroups} from './commands/list-groups.ts';
import {listMemberBans} from './commands/list-member-bans.ts';
import {listMembers} from './commands/list-members.ts';
import {listPeople} from './commands/list-people.ts';
import {logIn} from './commands/log-in.ts';
import {logOut} from './commands/log-out.ts';
import {markDelivered} from './commands/mark-delivered.ts';
import {markRead} from './commands/mark-read.ts';
import {muteMember} from './commands/mute-member.ts';
import {openDirect} from './commands/open-direct.ts';
import {onlyOnce} from './commands/open-session.ts';
import {pinMessage} from './commands/pin-message.ts';
import {ping} from './commands/ping.ts';
import {reactToMessage} from './commands/react-to-message.ts';
import {recallMessage} from './commands/recall-message.ts';
import {reflect} from './commands/reflect.ts';
import {register} from './commands/register.ts';
import {removeFriend} from './commands/remove-friend.ts';
import {removeMember} from './commands/remove-member.ts';
import {requestFriend} from './commands/request-friend.ts';
import {resume} from './commands/resume.ts';
import {revokeDevice} from './commands/revoke-device.ts';
import {revokeGroupInvitations} from './commands/revoke-group-invitations.ts';
import {sendMessage} from './commands/send-message.ts';
import {setAdmin} from './commands/set-admin.ts';
import {setAvatar} from './commands/set-avatar.ts';
import {setGroupPicture} from './commands/set-group-picture.ts';
import {setMemberRole} from './commands/set-member-role.ts';
import {setNotifications} from './commands/set-notifications.ts';
import {setPreferences} from './commands/set-preferences.ts';
import {setPresence} from './commands/set-presence.ts';
import {setProfile} from './commands/set-profile.ts';
import {setRetention} from './commands/set-retention.ts';
import {setTyping} from './commands/set-typing.ts';
import {shutDown} from './commands/shut-down.ts';
import {startUpload} from './commands/start-upload.ts';
import {unban} from './commands/unban.ts';
import {unbanMember} from './commands/unban-member.ts';
import {unbanTalk} from './commands/unban-talk.ts';
import {unblockAccount} from './commands/unblock-account.ts';
import {unmuteMember} from './commands/unmute-member.ts';
import {writeChunk} from './commands/write-chunk.ts';
import type {Session} from './session.ts';
import type {Awaitable} from './store/awaitable.ts';
import type {Rate} from './token-bucket.ts';

/** Per connection. Nobody who types by hand reaches them, and a pipe of a few hundred lines passes. */
export const rates = {
	/** Greetings and log-ins. */
	entry: {burst: 20, perSecond: 1},
	/** Signals and heartbeats. */
	signal: {burst: 40, perSecond: 10},
	read: {burst: 500, perSecond: 100},
	message: {burst: 300, perSecond: 20},
	/** Pieces of files: bounded by how many are in flight. */
	chunk: {burst: 20_000, perSecond: 20_000},
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
	chunk: 8,
	change: 1,
};

type Command<Name extends CommandName> = {
	readonly handle: (session: Session, body: CommandRequest<Name>) => Awaitable<CommandReply<Name>>;
	readonly needsLogIn: boolean;
	readonly rate: RateClass;
	/** The reply tells how things stand that entries and signals change: it must not be older than any of these. */
	readonly tellsState?: boolean;
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

const telling = <Name extends CommandName>(
	rate: RateClass,
	handle: Command<Name>['handle'],
): Command<Name> => ({handle, needsLogIn: true, rate, tellsState: true});

export const commandTable: {readonly [Name in CommandName]: Command<Name>} = {
	hello: forStrangers(hello),
	ping: {handle: ping, needsLogIn: false, rate: 'signal'},
	register: forStrangers(onlyOnce(register)),
	'log-in': forStrangers(onlyOnce(logIn)),
	resume: forStrangers(onlyOnce(resume)),
	'log-out': forAccounts('change', logOut),
	'list-devices': forAccounts('read', listDevices),
	'revoke-device': forAccounts('change', revokeDevice),
	'list-conversations': telling('read', listConversations),
	'fetch-entries': telling('read', fetchEntries),
	'mark-read': forAccounts('read', markRead),
	'send-message': forAccounts('message', sendMessage),
	'set-typing': forAccounts('signal', setTyping),
	'list-people': telling('read', listPeople),
	'claim-admin': forAccounts('change', claimAdmin),
	'create-invitation': forAccounts('change', createInvitation),
	'open-direct': telling('change', openDirect),
	'create-group': telling('change', createGroup),
	'join-group': telling('change', joinGroup),
	'leave-group': forAccounts('change', leaveGroup),
	'invite-member': forAccounts('change', inviteMember),
	'remove-member': forAccounts('change', removeMember),
	'list-members': telling('read', listMembers),
	'get-account': telling('read', getAccount),
	'set-profile': forAccounts('change', setProfile),
	'set-avatar': forAccounts('change', setAvatar),
	'fetch-picture': forAccounts('read', fetchPicture),
	'set-presence': forAccounts('change', setPresence),
	'change-password': forAccounts('change', changePassword),
	'delete-account': forAccounts('change', deleteAccount),
	'set-preferences': forAccounts('change', setPreferences),
	'mark-delivered': forAccounts('read', markDelivered),
	'set-notifications': forAccounts('change', setNotifications),
	'set-retention': forAccounts('change', setRetention),
	'edit-message': forAccounts('message', editMessage),
	'recall-message': forAccounts('message', recallMessage),
	'hide-message': forAccounts('read', hideMessage),
	'react-to-message': forAccounts('message', reactToMessage),
	'pin-message': forAccounts('message', pinMessage),
	reflect: forAccounts('signal', reflect),
	'get-person': telling('read', getPerson),
	'request-friend': forAccounts('change', requestFriend),
	'answer-friend': forAccounts('change', answerFriend),
	'remove-friend': forAccounts('change', removeFriend),
	'block-account': forAccounts('change', blockAccount),
	'unblock-account': forAccounts('change', unblockAccount),
	'set-admin': forAccounts('change', setAdmin),
	'kick-account': forAccounts('change', kickAccount),
	'ban-talk': forAccounts('change', banTalk),
	'unban-talk': forAccounts('change', unbanTalk),
	ban: forAccounts('change', ban),
	unban: forAccounts('change', unban),
	'list-bans': forAccounts('read', listBans),
	'list-audit': forAccounts('read', listAudit),
	'get-stats': forAccounts('read', getStats),
	'shut-down': forAccounts('change', shutDown),
	'change-server': forAccounts('change', changeServer),
	'list-groups': forAccounts('read', listGroups),
	'change-group': forAccounts('change', changeGroup),
	'set-group-picture': forAccounts('change', setGroupPicture),
	'delete-group': forAccounts('change', deleteGroup),
	'create-group-invitation': forAccounts('change', createGroupInvitation),
	'revoke-group-invitations': forAccounts('change', revokeGroupInvitations),
	'set-member-role': forAccounts('change', setMemberRole),
	'mute-member': forAccounts('change', muteMember),
	'unmute-member': forAccounts('change', unmuteMember),
	'ban-member': forAccounts('change', banMember),
	'unban-member': forAccounts('change', unbanMember),
	'start-upload': forAccounts('read', startUpload),
	'write-chunk': forAccounts('chunk', writeChunk),
	'finish-upload': forAccounts('read', finishUpload),
	'cancel-upload': forAccounts('read', cancelUpload),
	'fetch-chunk': forAccounts('chunk', fetchChunk),
	'list-files': forAccounts('read', listFiles),
	'list-member-bans': forAccounts('read', listMemberBans),
};
