/** What a name looks like: two names that a person would take for each other share one skeleton (UTS #39). */
import {rectifyConfusion} from 'unicode-confusables';
import {nameKey, normalizeName} from '../protocol/names.ts';

export const nameSkeleton = (name: string): string =>
	nameKey(rectifyConfusion(normalizeName(name)));
