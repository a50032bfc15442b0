/** What the server calls an account that was deleted: no living one may have such a name. */

export const deletedName = (id: number): string => `deleted-${id}`;

export const isDeletedName = (name: string): boolean => /^deleted-\d+$/.test(name);
