/** Changes some fields of something and leaves those alone that are not named. */
export const override = <Fields extends object>(
	fields: Fields,
	changes: {readonly [Field in keyof Fields]?: Fields[Field] | undefined},
): Fields => ({
	...fields,
	...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
});
