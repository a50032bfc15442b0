/** What a check has found, and how it is printed. */
import {sanitizeLine} from '../../terminal/sanitize-text.ts';

export type Finding = {
	readonly subject: string;
	/** `bad` does not work, `doubtful` may not. */
	readonly grade: 'good' | 'doubtful' | 'bad';
	readonly text: string;
	/** What a person can do about it. */
	readonly advice?: string;
};

const signs: Readonly<Record<Finding['grade'], string>> = {good: '✓', doubtful: '!', bad: '✗'};

export const good = (subject: string, text: string): Finding => ({subject, grade: 'good', text});

export const doubtful = (subject: string, text: string, advice: string): Finding => ({
	subject,
	grade: 'doubtful',
	text,
	advice,
});

export const bad = (subject: string, text: string, advice: string): Finding => ({
	subject,
	grade: 'bad',
	text,
	advice,
});

/** A check that fails by itself has found something too. */
export const tryToFind = async (
	subject: string,
	advice: string,
	find: () => Finding | readonly Finding[] | Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> => {
	try {
		return [await find()].flat();
	} catch (error) {
		return [bad(subject, error instanceof Error ? error.message : String(error), advice)];
	}
};

const subjectWidth = 12;

export const describeFinding = ({subject, grade, text, advice}: Finding): string => {
	const line = `${signs[grade]} ${subject.padEnd(subjectWidth)} ${sanitizeLine(text)}`;
	return advice === undefined
		? line
		: `${line}\n  ${' '.repeat(subjectWidth)} → ${sanitizeLine(advice)}`;
};
