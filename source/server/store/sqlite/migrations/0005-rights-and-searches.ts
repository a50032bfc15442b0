/** Schema 5: bans that are over are found, searches read little, and deleted accounts are rid of what came back to them. */
export const rightsAndSearches = `
CREATE INDEX ban_until ON ban(until) WHERE until IS NOT NULL;

-- What a group's name looks like, as for accounts: no two look alike.
ALTER TABLE conversation ADD COLUMN skeleton TEXT;
UPDATE conversation SET skeleton = name_skeleton(name) WHERE name IS NOT NULL;
CREATE INDEX conversation_skeleton ON conversation(skeleton) WHERE name_key IS NOT NULL;

-- A search by a part of a name reads these from end to end, and of the tables only what it finds.
CREATE INDEX account_search ON account(name_key, nickname_key) WHERE is_deleted = 0;
CREATE INDEX conversation_public
	ON conversation(name_key, lower(coalesce(json_extract(settings, '$.title'), '')))
	WHERE name_key IS NOT NULL AND kind = 'group'
	AND coalesce(json_extract(settings, '$.visibility'), 'public') = 'public';

-- A log-in under way while the account was deleted gave it a device, or a password.
DELETE FROM device WHERE account IN (SELECT id FROM account WHERE is_deleted = 1);
UPDATE account SET password_hash = '' WHERE is_deleted = 1;
-- Names look the same with and without characters that nobody sees.
UPDATE account SET skeleton = name_skeleton(name) WHERE is_deleted = 0;
`;
