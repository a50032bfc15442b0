/**
 * The schema of an account's local database, as numbered steps: step N brings version N−1 to N.
 *
 * A step that was released never changes; a change of the schema is a new step at the end.
 */

const firstSchema = `
-- The one account of this file. token is NULL when the device is logged out.
CREATE TABLE account (
	row INTEGER PRIMARY KEY CHECK (row = 1),
	id INTEGER NOT NULL,
	name TEXT NOT NULL,
	server TEXT NOT NULL,
	server_name TEXT,
	device INTEGER NOT NULL,
	token TEXT,
	epoch TEXT NOT NULL,
	log INTEGER NOT NULL,
	-- Newest entry of the account's private log that took effect here.
	cursor INTEGER NOT NULL
) STRICT;

CREATE TABLE person (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	seen_at INTEGER
) STRICT;

-- The local copy of a conversation is one range of its log without a hole: first_seq..last_seq, 0..0 while empty.
-- oldest_seq is where the log begins for this account, as far as the server has told.
CREATE TABLE conversation (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	title TEXT,
	role TEXT NOT NULL,
	member_count INTEGER NOT NULL,
	peers TEXT NOT NULL,
	head INTEGER NOT NULL,
	read_seq INTEGER NOT NULL,
	unread INTEGER NOT NULL,
	mentions INTEGER NOT NULL,
	peer_read_seq INTEGER NOT NULL,
	last_at INTEGER NOT NULL,
	is_left INTEGER NOT NULL,
	first_seq INTEGER NOT NULL DEFAULT 0,
	last_seq INTEGER NOT NULL DEFAULT 0,
	oldest_seq INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Entries as received. The sender's name stands in person.
CREATE TABLE entry (
	position INTEGER PRIMARY KEY,
	log INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL,
	sender INTEGER,
	id TEXT,
	at INTEGER NOT NULL,
	content TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX entry_log_seq ON entry (log, seq);

-- Messages written here whose entry has not come back. seq is set once the server has stored the message,
-- error once it was refused.
CREATE TABLE outbox (
	position INTEGER PRIMARY KEY AUTOINCREMENT,
	id TEXT NOT NULL UNIQUE,
	conversation INTEGER NOT NULL,
	text TEXT NOT NULL,
	reply_to INTEGER,
	at INTEGER NOT NULL,
	seq INTEGER,
	error TEXT
) STRICT;

CREATE TABLE draft (
	conversation INTEGER PRIMARY KEY,
	text TEXT NOT NULL
) STRICT;
`;

const messagesAndModeration = `
-- The message that an entry changes, by its seq.
ALTER TABLE entry ADD COLUMN target INTEGER;
CREATE INDEX entry_log_target ON entry (log, target) WHERE target IS NOT NULL;

-- Messages that this account does not want to see.
CREATE TABLE hidden (
	log INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;

-- settings, muted, notifications, pins and unread_from are JSON.
ALTER TABLE conversation DROP COLUMN title;
ALTER TABLE conversation ADD COLUMN settings TEXT;
ALTER TABLE conversation ADD COLUMN picture TEXT;
ALTER TABLE conversation ADD COLUMN muted TEXT;
ALTER TABLE conversation ADD COLUMN notifications TEXT NOT NULL DEFAULT '{"level":"all"}';
ALTER TABLE conversation ADD COLUMN pins TEXT NOT NULL DEFAULT '[]';
ALTER TABLE conversation ADD COLUMN unread_from TEXT NOT NULL DEFAULT '[]';
ALTER TABLE conversation ADD COLUMN peer_delivered_seq INTEGER NOT NULL DEFAULT 0;

ALTER TABLE person ADD COLUMN nickname TEXT;
ALTER TABLE person ADD COLUMN status TEXT;
ALTER TABLE person ADD COLUMN signature TEXT;
ALTER TABLE person ADD COLUMN avatar TEXT;
ALTER TABLE person ADD COLUMN is_admin INTEGER NOT NULL DEFAULT 0;

-- What all devices of the account share beside its conversations, as JSON; NULL until the server has told.
ALTER TABLE account ADD COLUMN shared TEXT;

-- forwards is JSON: the message that this one passes on.
ALTER TABLE outbox ADD COLUMN is_action INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN forwards TEXT;

-- Texts of messages as they stand now; rowid is entry.position.
CREATE VIRTUAL TABLE message_text USING fts5(text, tokenize = 'trigram');
INSERT INTO message_text (message_text, rank) VALUES ('secure-delete', 1);
INSERT INTO message_text (rowid, text)
	SELECT position, json_extract(content, '$.text') FROM entry
	WHERE kind = 'message-sent' AND json_type(content, '$.text') = 'text';
`;

const files = `
-- The file that the message carries, as JSON.
ALTER TABLE outbox ADD COLUMN file TEXT;

-- Files that are to be fetched and kept at target.
CREATE TABLE download (
	position INTEGER PRIMARY KEY AUTOINCREMENT,
	conversation INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	target TEXT NOT NULL,
	UNIQUE (conversation, seq)
) STRICT;
`;

const retention = `
-- Everything up to trimmed_seq was removed by age; what is older than retention_ms will be, 0: nothing.
ALTER TABLE conversation ADD COLUMN trimmed_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN retention_ms INTEGER NOT NULL DEFAULT 0;
`;

export const migrations: readonly string[] = [firstSchema, messagesAndModeration, files, retention];
