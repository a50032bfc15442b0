/** Schema 2: profiles, friends and blocks, group settings, what is done to messages, bans and the audit log. */
export const peopleAndModeration = `
ALTER TABLE account ADD COLUMN profile TEXT NOT NULL DEFAULT '{}';
ALTER TABLE account ADD COLUMN nickname_key TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN avatar TEXT;
-- What the name looks like (UTS #39): two names that look alike share one.
ALTER TABLE account ADD COLUMN skeleton TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN presence TEXT NOT NULL DEFAULT 'online';
ALTER TABLE account ADD COLUMN preferences TEXT NOT NULL DEFAULT '{}';
ALTER TABLE account ADD COLUMN talk_ban TEXT;
ALTER TABLE account ADD COLUMN is_deleted INTEGER NOT NULL DEFAULT 0;
UPDATE account SET skeleton = name_skeleton(name);
CREATE INDEX account_skeleton ON account(skeleton);
CREATE INDEX account_avatar ON account(avatar) WHERE avatar IS NOT NULL;

CREATE INDEX account_admin ON account(is_admin) WHERE is_admin = 1;

-- How one account stands to another. Both sides of a friendship have a row.
CREATE TABLE relation (
	account INTEGER NOT NULL REFERENCES account(id),
	other INTEGER NOT NULL REFERENCES account(id),
	kind TEXT NOT NULL CHECK (kind IN ('friend', 'asked', 'asking', 'blocked')),
	PRIMARY KEY (account, other)
) WITHOUT ROWID;
CREATE INDEX relation_other ON relation(other, kind);

-- Named by its content (SHA-256, base64url).
CREATE TABLE picture (
	id TEXT PRIMARY KEY,
	bytes BLOB NOT NULL
) WITHOUT ROWID;

ALTER TABLE conversation ADD COLUMN settings TEXT;
ALTER TABLE conversation ADD COLUMN picture TEXT;
CREATE INDEX conversation_picture ON conversation(picture) WHERE picture IS NOT NULL;
UPDATE conversation SET settings = json_object('title', coalesce(title, '')) WHERE kind <> 'direct';
ALTER TABLE conversation DROP COLUMN title;

ALTER TABLE member ADD COLUMN muted TEXT;
ALTER TABLE member ADD COLUMN notifications TEXT;
ALTER TABLE member ADD COLUMN delivered_seq INTEGER NOT NULL DEFAULT 0;
-- When the member wrote last; kept only where the group is slow.
ALTER TABLE member ADD COLUMN sent_at INTEGER NOT NULL DEFAULT 0;

CREATE TABLE member_ban (
	log INTEGER NOT NULL REFERENCES conversation(log),
	account INTEGER NOT NULL REFERENCES account(id),
	PRIMARY KEY (log, account)
) WITHOUT ROWID;

-- With a log it opens a group, else it lets register.
ALTER TABLE invitation ADD COLUMN log INTEGER REFERENCES conversation(log);
CREATE INDEX invitation_log ON invitation(log) WHERE log IS NOT NULL;

-- What stands of a message now, as its log tells: to answer without reading the log.
CREATE TABLE pin (
	log INTEGER NOT NULL,
	message INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (log, message)
) WITHOUT ROWID;
CREATE TABLE reaction (
	log INTEGER NOT NULL,
	message INTEGER NOT NULL,
	account INTEGER NOT NULL,
	emoji TEXT NOT NULL,
	PRIMARY KEY (log, message, account, emoji)
) WITHOUT ROWID;
CREATE TABLE edit (
	log INTEGER NOT NULL,
	message INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (log, message, seq)
) WITHOUT ROWID;
CREATE TABLE hidden (
	account INTEGER NOT NULL,
	log INTEGER NOT NULL,
	message INTEGER NOT NULL,
	PRIMARY KEY (account, log, message)
) WITHOUT ROWID;

-- Messages tell themselves whom they mention.
DROP TABLE mention;

-- account is set for one who has an account; other targets are addresses and ranges of addresses.
CREATE TABLE ban (
	target TEXT PRIMARY KEY,
	account INTEGER UNIQUE REFERENCES account(id),
	until INTEGER,
	reason TEXT,
	by TEXT NOT NULL,
	at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX ban_address ON ban(target) WHERE account IS NULL;

CREATE TABLE audit (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL,
	by TEXT NOT NULL,
	act TEXT NOT NULL,
	target TEXT,
	detail TEXT
);
`;
