/** `list-devices`: the account's devices, the one seen last first. */
import type {CommandReply} from '../../protocol/commands.ts';
import type {Session} from '../session.ts';

export const listDevices = (session: Session): Promise<CommandReply<'list-devices'>> => {
	const {id} = session.requireAccount();
	return session.context.store.read(async ({devices}) => {
		const rows = await devices.list(id);
		return {devices: rows.map(row => ({...row, isCurrent: row.id === session.device}))};
	});
};
