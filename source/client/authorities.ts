/** Whom this computer trusts to say whose a certificate is: the lists of Node and of the system. */
// Not by its name: the oldest Node that runs this does not have `getCACertificates`.
import tls from 'node:tls';

const createContext = (): tls.SecureContext => {
	const {getCACertificates} = tls as Partial<typeof tls>;
	const ca =
		getCACertificates === undefined
			? {}
			: {ca: [...getCACertificates('default'), ...getCACertificates('system')]};
	return tls.createSecureContext({minVersion: 'TLSv1.2', ...ca});
};

let context: tls.SecureContext | undefined;

/** Read once: it takes some tens of milliseconds. */
export const trustAuthorities = (): tls.SecureContext => {
	context ??= createContext();
	return context;
};
