/** How long the processor has worked, whatever else the machine does. */

/** Milliseconds since this process began. */
export const cpuMs = (): number => {
	const {user, system} = process.cpuUsage();
	return (user + system) / 1_000;
};
