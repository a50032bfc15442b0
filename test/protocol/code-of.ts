/** With which code an action is refused. */
import {type ErrorCode, ProtocolError} from '../../source/protocol/errors.ts';

/** The code of the refusal; anything thrown that is no refusal fails the test. */
export const codeOf = (action: () => unknown): ErrorCode | undefined => {
	try {
		action();
		return undefined;
	} catch (error) {
		if (error instanceof ProtocolError) {
			return error.code;
		}

		throw error;
	}
};
