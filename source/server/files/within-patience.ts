/** Answers in time, whatever a work takes. */
import {ProtocolError} from '../../protocol/errors.ts';

/** Whoever hears nothing for three times as long takes the connection for dead. */
const answerMs = 10_000;
const askAgainMs = 1_000;

/**
 * As `work`, while that ends soon; it goes on in any case, and `onLate` hears of a failure that nobody waits for.
 *
 * @throws {ProtocolError} `busy`
 */
export const withinPatience = async (
	work: Promise<unknown>,
	onLate: (error: unknown) => void,
): Promise<void> => {
	const {promise: patience, reject} = Promise.withResolvers<never>();
	const timer = setTimeout(() => {
		work.catch(onLate);
		reject(
			new ProtocolError('busy', 'The file is still being stored.', {retryAfterMs: askAgainMs}),
		);
	}, answerMs);
	try {
		await Promise.race([work, patience]);
	} finally {
		clearTimeout(timer);
	}
};
