/** Fields that many requests share. */
import * as z from 'zod';
import {line, logId, name, seq} from './entities.ts';
import {limits} from './limits.ts';

export const nothing = z.object({});
export const password = z.string().min(1).max(limits.passwordLengthMax);
export const deviceName = line(limits.deviceNameLengthMax).min(1);
export const page = z.int().positive().max(limits.listPageMax);
export const code = z.string().min(1).max(limits.codeLengthMax);
export const names = z.array(name).max(limits.membersPerRequestMax);
export const reason = line(limits.reasonLengthMax).optional();
/** How long it holds, from now on; absent: without end. */
export const forMs = z.int().positive().max(limits.durationMsMax).optional();
export const message = z.object({conversation: logId, seq});
export const memberOfGroup = z.object({conversation: logId, name});
export const query = z.string().max(limits.nicknameLengthMax).optional();
export const afterName = z
	.string()
	.max(limits.nameLengthMax * 4)
	.optional();
