/** A device that has nothing yet sees what the server tells: the truth for all that devices show. */
import {join} from 'node:path';
import type {Client} from '../../source/client/client-api.ts';
import {connect} from '../../source/client/library.ts';
import {checkView} from './checker.ts';
import type {ClientDevice} from './client-device.ts';
import {before, until} from './deadlines.ts';
import {password} from './scene.ts';
import {readView} from './view.ts';

/** Signals may still be under way for a moment. */
const settleMs = 10_000;

const openWitness = (port: number, folder: string, name: string): Promise<Client> =>
	connect({
		server: `127.0.0.1:${port}`,
		name,
		password,
		device: 'witness',
		acceptNew: true,
		dataDir: join(folder, `witness-${name}`),
		timing: {retryDelayMsBase: 20, retryDelayMsMax: 200},
	});

const compareViews = async (device: ClientDevice, witness: Client): Promise<string[]> => {
	let broken: string[] = [];
	const isEqual = async (): Promise<boolean> => {
		const [view, truth] = await Promise.all([device.show(), readView(witness)]);
		broken = checkView(device.label, view, truth);
		return broken.length === 0;
	};
	await until(isEqual, settleMs);
	return broken;
};

/** Compares what the devices show, each with a witness of its account; returns what differs. */
export const compareWithWitnesses = async (
	devices: readonly ClientDevice[],
	{port, folder}: {readonly port: number; readonly folder: string},
): Promise<string[]> => {
	const witnesses = new Map<string, Client>();
	try {
		for (const name of new Set(devices.map(device => device.name))) {
			witnesses.set(name, await openWitness(port, folder, name));
		}

		const compared = devices.map(async device => {
			const witness = witnesses.get(device.name);
			return witness === undefined ? [] : compareViews(device, witness);
		});
		return (await before(Promise.all(compared), 'all views')).flat();
	} finally {
		await Promise.all([...witnesses.values()].map(client => client.stop()));
	}
};
