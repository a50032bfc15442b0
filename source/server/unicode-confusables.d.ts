/** The types of `unicode-confusables`, which ships none that TypeScript finds. */
declare module 'unicode-confusables' {
	/** The text with every character replaced by the prototype that it looks like (UTS #39). */
	export const rectifyConfusion: (input: string) => string;
}
