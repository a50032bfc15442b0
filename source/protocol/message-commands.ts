/** Commands that write messages and change them. */
import * as z from 'zod';
import {cleanText} from './clean-text.ts';
import {message, nothing} from './command-fields.ts';
import {file, logId, messageId, seq, text, timestamp} from './entities.ts';
import {limits} from './limits.ts';

/** Blank is nothing. */
const textOrNothing = z.string().max(limits.textLengthMax).overwrite(cleanText);
const emoji = z.string().min(1).max(limits.emojiLengthMax);

export const messageCommands = {
	/** The reply says that the message is on the server's disk; the entry comes by event. */
	'send-message': {
		request: z.object({
			conversation: logId,
			id: messageId,
			/** Empty only where a file says it all. */
			text: textOrNothing,
			/** A file that this account has sent to the server, or has in a message of its own. */
			file: file.optional(),
			replyTo: seq.optional(),
			isAction: z.boolean().optional(),
			/** A message that this one passes on; `text` is what the sender saw of it. */
			forwards: message.optional(),
		}),
		reply: z.object({seq, at: timestamp}),
	},
	'edit-message': {request: message.extend({text: textOrNothing}), reply: nothing},
	/** Removes the text from the log, for everyone. */
	'recall-message': {request: message, reply: nothing},
	/** Hides the message from this account, on all its devices. */
	'hide-message': {request: message, reply: nothing},
	'react-to-message': {request: message.extend({emoji, isOn: z.boolean()}), reply: nothing},
	'pin-message': {request: message.extend({isOn: z.boolean()}), reply: nothing},
	/** Comes back as it was: shows that the server answers, and how fast. */
	reflect: {request: z.object({text}), reply: z.object({text, at: timestamp})},
	'set-typing': {request: z.object({conversation: logId, typing: z.boolean()}), reply: nothing},
} as const;
