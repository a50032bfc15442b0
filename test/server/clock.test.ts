/** The clock of the machine jumps: nobody is cut off, held back or let through for it. */
import {beforeEach, expect, onTestFinished, test, vi} from 'vitest';
import {Throttle} from '../../source/server/throttle.ts';
import {send, startTeam} from '../helpers/team.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {openTestSocket, signUp} from '../helpers/wire-client.ts';

const dayMs = 86_400_000;
const jumpBy = (ms: number): void => {
	vi.setSystemTime(Date.now() + ms);
};

beforeEach(() => {
	vi.useFakeTimers({toFake: ['Date']});
	onTestFinished(() => {
		vi.useRealTimers();
	});
});

/** Once the server has dropped this one, it has looked at all connections. */
const untilSwept = async (port: number): Promise<void> => {
	const half = await openTestSocket(port);
	half.write(Buffer.from([0xc7, 1, 0, 0]));
	await waitFor(() => half.destroyed, 'half a frame to be dropped');
};

test.each([dayMs, -dayMs])('a jump of %i ms cuts nobody off', async jump => {
	const patience = {sweepMs: 10, frameMs: 100};
	const server = await startTestServer({patience});
	const ada = await signUp(server, 'ada');
	jumpBy(jump);
	await untilSwept(server.port);
	await ada.settle();
});

test('a clock set back holds nobody back', async () => {
	const throttle = new Throttle({burst: 3, perSecond: 1}, 'attempts');
	throttle.count('ada');
	jumpBy(-dayMs);
	throttle.count('ada');
	const {ada, bob, team} = await startTeam({slowMs: 10_000});
	await send(bob, team, 'first');
	jumpBy(-dayMs);
	await send(bob, team, 'second');
	await ada.settle();
});

test('a clock set forward lets no flood through', () => {
	const throttle = new Throttle({burst: 3, perSecond: 1}, 'attempts');
	for (let count = 0; count < 3; count++) {
		throttle.count('ada');
	}

	jumpBy(dayMs);
	expect(() => throttle.count('ada')).toThrow('Too many attempts');
});
