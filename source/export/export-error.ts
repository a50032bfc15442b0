/** Why an export cannot be made, in words for people. */

export class ExportError extends Error {
	override name = 'ExportError' as const;
	readonly code = 'export';
}
