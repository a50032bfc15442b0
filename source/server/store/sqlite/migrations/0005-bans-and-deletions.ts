/** Schema 5: bans that are over can be found, and deleted accounts are rid of what came back to them. */
export const bansAndDeletions = `
CREATE INDEX ban_until ON ban(until) WHERE until IS NOT NULL;

-- A log-in under way while the account was deleted gave it a device, or a password.
DELETE FROM device WHERE account IN (SELECT id FROM account WHERE is_deleted = 1);
UPDATE account SET password_hash = '' WHERE is_deleted = 1;
-- Names look the same with and without characters that nobody sees.
UPDATE account SET skeleton = name_skeleton(name) WHERE is_deleted = 0;
`;
