/** What a node does when an order comes that was stored, here or elsewhere. */
import type {AddressBans} from './bans.ts';
import type {ServerContext} from './context.ts';
import type {Session} from './session.ts';
import type {Order} from './store/order.ts';

const loadAgainMs = 2_000;

const kickBanned = (sessions: Iterable<Session>, addressBans: AddressBans): void => {
	for (const session of [...sessions]) {
		if (addressBans.isBanned(session.address)) {
			session.kick('Your address was banned from this server.');
		}
	}
};

/** Replies to the request that caused the order go first. */
const end = (
	{sessions}: ServerContext,
	{account, device, reason}: Extract<Order, {act: 'end-sessions'}>,
): void => {
	setImmediate(() => sessions.end(account, device, reason));
};

/** `node`: of an order to one node, its name; absent: all are meant. */
const isMeant = ({nodeName}: ServerContext, node: string | undefined): boolean =>
	node === undefined || node === nodeName;

/** Until it succeeds: a ban that a node never hears of would be none there. */
const loadBans = (context: ServerContext): void => {
	const {addressBans, logger, sessions, shutdown, store} = context;
	addressBans.load(store).then(
		() => kickBanned(sessions.all(), addressBans),
		(error: unknown) => {
			if (!shutdown.isOver) {
				logger.error({err: error}, 'the banned addresses could not be read yet');
				setTimeout(() => loadBans(context), loadAgainMs).unref();
			}
		},
	);
};

export const carryOut = (context: ServerContext, order: Order): void => {
	const {sessions, shutdown} = context;
	switch (order.act) {
		case 'kick':
			sessions.kick(order.account, order.reason);
			return;
		case 'end-sessions':
			end(context, order);
			return;
		case 'load-bans':
			loadBans(context);
			return;
		case 'plan-shutdown':
			if (isMeant(context, order.node)) {
				shutdown.plan(order.at, order.reason);
			}

			return;
		case 'cancel-shutdown':
			if (isMeant(context, order.node)) {
				shutdown.cancel();
			}
	}
};
