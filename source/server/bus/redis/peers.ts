/** The other nodes, as presence and reports see them. */
import type {Peers} from '../bus.ts';
import type {NodeBoard} from './node-board.ts';
import type {OwnOnlineList} from './online-list.ts';

export const describePeers = ({
	board,
	own,
	isBlind,
}: {
	board: NodeBoard;
	own: OwnOnlineList;
	isBlind: () => boolean;
}): Peers => ({
	get isBlind() {
		return isBlind();
	},
	get nodes() {
		return [...board.peers].map(({name, load}) => ({name, ...load}));
	},
	presenceOf: account => board.presenceOf(account),
	online: () => board.online(),
	tell: (account, presence) => own.set(account, presence),
});
