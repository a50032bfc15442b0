/** The outbox when the local disk refuses to note what the server has said. */
import {expect, test, vi} from 'vitest';
import {ClientError} from '../../source/client/client-error.ts';
import {Inbound} from '../../source/client/inbound.ts';
import {Outbox} from '../../source/client/outbox.ts';
import type {Requester} from '../../source/client/patient-request.ts';
import {makeLocalAccount, openLocalReplica, tell, told} from '../helpers/local-account.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

test('an answer that could not be written down is asked for again, though the group was left meanwhile', async () => {
	const dataDir = temporaryFolder();
	makeLocalAccount(dataDir);
	const replica = openLocalReplica(dataDir);
	tell(replica, told());
	const inbound = new Inbound(replica);
	const outbox = new Outbox(replica, inbound);
	const fail = vi.fn();
	inbound.handleFollowUps({onFollowUp: () => undefined, onFailure: fail});
	const asked: unknown[] = [];
	const request = (async (_command: string, body: {id: string}) => {
		asked.push(body.id);
		return {seq: 1, at: 1};
	}) as unknown as Requester;
	const id = outbox.add(10, 'Hello.');

	vi.spyOn(replica.database, 'transaction').mockImplementationOnce(work => work());
	vi.spyOn(replica.database, 'transaction').mockImplementationOnce(() => {
		throw new ClientError('local-data', 'The disk is full.');
	});
	outbox.start(request, fail);
	await waitFor(() => fail.mock.calls.length > 0, 'the disk to refuse');
	outbox.pause();
	replica.change(draft => draft.patchConversation(10, {isLeft: true}));
	expect(replica.store.getState().queued).toBe(1);

	outbox.start(request, fail);
	await waitFor(() => replica.store.getState().queued === 0, 'the message to be over');
	expect(asked).toEqual([id, id]);
	replica.database.close();
});
