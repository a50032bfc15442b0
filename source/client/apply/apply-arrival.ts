/** Somebody else brought this account into a group: news until a person has looked there. Kept in memory only. */
import type {Profile} from '../state.ts';
import type {StateDraft} from '../state-draft.ts';

export const applyBroughtIn = (draft: StateDraft, conversation: number, by: Profile): void =>
	draft.patch({broughtInto: new Map(draft.plain.broughtInto).set(conversation, by)});

export const applyLookedAt = (draft: StateDraft, conversation: number): void => {
	const broughtInto = new Map(draft.plain.broughtInto);
	if (broughtInto.delete(conversation)) {
		draft.patch({broughtInto});
	}
};
