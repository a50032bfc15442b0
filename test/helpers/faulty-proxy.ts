/** The proxy that spoils connections, for one test: it ends with it. */
import {onTestFinished} from 'vitest';
import {type FaultProxy, startProxy} from '../faults/proxy.ts';

export const startFaultyProxy = async (target: {
	readonly host: string;
	readonly port: number;
}): Promise<FaultProxy> => {
	const proxy = await startProxy(target);
	onTestFinished(() => proxy.close());
	return proxy;
};
