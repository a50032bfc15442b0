/** A device that has nothing yet sees what the server tells: the truth for all that devices show. */
import {join} from 'node:path';
import type {Client} from '../../source/client/client-api.ts';
import {connect} from '../../source/client/library.ts';
import {checkReceipts, checkView} from './checker.ts';
import type {ClientDevice} from './client-device.ts';
import {before, until} from './deadlines.ts';
import type {Ground} from './ground.ts';
import type {View} from './order.ts';
import {password} from './scene.ts';
import {readView} from './view.ts';

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

type Compared = {
	readonly device: ClientDevice;
	readonly witness: Client;
	/** How long what is under way may take. */
	readonly equalMsMax: number;
};

/** What still differs after a moment. */
const compare = async (
	{device, witness, equalMsMax}: Compared,
	check: (label: string, view: View, truth: View) => string[],
): Promise<string[]> => {
	let broken: string[] = [];
	const isEqual = async (): Promise<boolean> => {
		const [view, truth] = await Promise.all([device.show(), readView(witness)]);
		broken = check(device.label, view, truth);
		return broken.length === 0;
	};
	await until(isEqual, equalMsMax);
	return broken;
};

/** Receipts are signals: one that got lost is made good by the next log-in, and not before. */
const compareViews = async (
	compared: Compared,
	reconnect: (device: ClientDevice) => Promise<void>,
): Promise<string[]> => {
	const broken = await compare(compared, checkView);
	const [view, truth] = await Promise.all([compared.device.show(), readView(compared.witness)]);
	if (broken.length > 0 || checkReceipts(compared.device.label, view, truth).length === 0) {
		return broken;
	}

	await reconnect(compared.device);
	return compare(compared, checkReceipts);
};

/** Compares what the devices show, each with a witness of its account; returns what differs. */
export const compareWithWitnesses = async (
	devices: readonly ClientDevice[],
	{
		ground,
		folder,
		reconnect,
	}: {
		readonly ground: Ground;
		readonly folder: string;
		readonly reconnect: (device: ClientDevice) => Promise<void>;
	},
): Promise<string[]> => {
	const witnesses = new Map<string, Client>();
	try {
		for (const name of new Set(devices.map(device => device.name))) {
			witnesses.set(name, await openWitness(ground.port, folder, name));
		}

		const compared = devices.map(async device => {
			const witness = witnesses.get(device.name);
			return witness === undefined
				? []
				: compareViews({device, witness, equalMsMax: ground.equalMsMax}, reconnect);
		});
		return (await before(Promise.all(compared), 'all views', ground.deadlineMs)).flat();
	} finally {
		await Promise.all([...witnesses.values()].map(client => client.stop()));
	}
};
