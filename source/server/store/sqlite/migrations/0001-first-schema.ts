/** Schema 1. Frozen once released: a change is a new migration. */
export const firstSchema = `
CREATE TABLE setting (
	key TEXT PRIMARY KEY,
	value TEXT NOT NULL
) WITHOUT ROWID;

-- Gives conversations and accounts' private logs ids from one row of numbers.
CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT);

CREATE TABLE account (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL UNIQUE,
	log INTEGER NOT NULL UNIQUE REFERENCES log(id),
	password_hash TEXT NOT NULL,
	is_admin INTEGER NOT NULL DEFAULT 0,
	created_at INTEGER NOT NULL,
	seen_at INTEGER
);

CREATE TABLE device (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	account INTEGER NOT NULL REFERENCES account(id),
	name TEXT NOT NULL,
	token_hash BLOB NOT NULL UNIQUE,
	created_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL
);
CREATE INDEX device_account ON device(account);

CREATE TABLE conversation (
	log INTEGER PRIMARY KEY REFERENCES log(id),
	kind TEXT NOT NULL CHECK (kind IN ('direct', 'group', 'everyone')),
	name TEXT,
	name_key TEXT UNIQUE,
	title TEXT,
	direct_key TEXT UNIQUE,
	member_count INTEGER NOT NULL DEFAULT 0,
	created_at INTEGER NOT NULL
);

CREATE TABLE member (
	log INTEGER NOT NULL REFERENCES conversation(log),
	account INTEGER NOT NULL REFERENCES account(id),
	role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
	joined_seq INTEGER NOT NULL,
	read_seq INTEGER NOT NULL,
	PRIMARY KEY (log, account)
) WITHOUT ROWID;
CREATE INDEX member_account ON member(account, log);

-- The newest entry of a log is its head: no other place keeps it.
CREATE TABLE entry (
	log INTEGER NOT NULL REFERENCES log(id),
	seq INTEGER NOT NULL CHECK (seq > 0),
	kind TEXT NOT NULL,
	sender INTEGER REFERENCES account(id),
	id TEXT,
	at INTEGER NOT NULL,
	content TEXT NOT NULL,
	PRIMARY KEY (log, seq)
) WITHOUT ROWID;
-- The id first: ids rise with time, so that the sends of one commit fall on the same page.
CREATE UNIQUE INDEX entry_id ON entry(id, sender) WHERE id IS NOT NULL;

CREATE TABLE mention (
	account INTEGER NOT NULL REFERENCES account(id),
	log INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (account, log, seq),
	FOREIGN KEY (log, seq) REFERENCES entry(log, seq)
) WITHOUT ROWID;

CREATE TABLE invitation (
	code_hash BLOB PRIMARY KEY,
	uses_left INTEGER NOT NULL,
	expires_at INTEGER NOT NULL
) WITHOUT ROWID;
`;
