/** The control sequences that put a terminal into the program's state and back into its own. */

export type TerminalModes = {
	/** Report presses, releases, drags and the wheel; selecting text then needs Shift. */
	readonly hasMouse: boolean;
	/** The terminal has answered that it speaks the kitty keyboard protocol. */
	readonly hasKittyKeyboard: boolean;
};

const csi = '\x1B[';

/** Asks for the kitty keyboard protocol; only a terminal that speaks it answers. */
export const queryKittyKeyboard = `${csi}?u`;
/** Disambiguate escape codes: Ctrl-I is no Tab then, and Shift-Enter is told. */
export const pushKittyKeyboard = `${csi}>1u`;
const popKittyKeyboard = `${csi}<u`;

const mouseModes = ['?1000', '?1002', '?1006'];

/**
 * Alternate screen, no automatic wrapping (a row can never scroll the screen), focus reports,
 * bracketed paste, a bar as cursor.
 */
export const enterSequence = ({hasMouse, hasKittyKeyboard}: TerminalModes): string =>
	[
		`${csi}?1049h${csi}?7l${csi}?1004h${csi}?2004h${csi}6 q`,
		...(hasMouse ? mouseModes.map(mode => `${csi}${mode}h`) : []),
		// The alternate screen has a keyboard stack of its own.
		hasKittyKeyboard ? pushKittyKeyboard : queryKittyKeyboard,
	].join('');

/** Undoes everything, in the opposite order; harmless where something had not been set. */
export const leaveSequence = ({hasMouse, hasKittyKeyboard}: TerminalModes): string =>
	[
		`${csi}?2026l${csi}0m`,
		hasKittyKeyboard ? popKittyKeyboard : '',
		...(hasMouse ? mouseModes.toReversed().map(mode => `${csi}${mode}l`) : []),
		`${csi}0 q${csi}?2004l${csi}?1004l${csi}?7h${csi}?1049l${csi}?25h`,
	].join('');
