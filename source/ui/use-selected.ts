/** Follows one part of a source: the component renders again only when that part has changed. */
import {useRef, useSyncExternalStore} from 'react';
import type {Source} from './observable-store.ts';

/** `select` runs at every change of the source: keep it cheap, or derive with `useMemo` afterwards. */
export const useSelected = <State, Selected>(
	source: Source<State>,
	select: (state: State) => Selected,
	isEqual: (left: Selected, right: Selected) => boolean = Object.is,
): Selected => {
	const last = useRef<{readonly selected: Selected} | undefined>(undefined);
	const getSelected = () => {
		const selected = select(source.getState());
		if (last.current === undefined || !isEqual(last.current.selected, selected)) {
			last.current = {selected};
		}

		return last.current.selected;
	};

	return useSyncExternalStore(source.subscribe, getSelected, getSelected);
};

/** Compares two plain objects or arrays by their direct values. */
export const isShallowEqual = <Value extends object>(left: Value, right: Value): boolean => {
	const keys = Object.keys(left) as (keyof Value)[];
	return (
		keys.length === Object.keys(right).length && keys.every(key => Object.is(left[key], right[key]))
	);
};
