/** What a message says in one piece of text: the name of its file stands before its words. */

export const messageWords = ({
	text,
	file,
}: {
	readonly text: string;
	readonly file?: {readonly name: string} | undefined;
}): string => [...(file === undefined ? [] : [`[${file.name}]`]), text].join(' ').trim();
