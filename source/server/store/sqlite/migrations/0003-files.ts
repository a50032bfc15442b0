/** Schema 3: files, what is being sent of them, and the messages that carry them. */
export const files = `
-- Named by its content (SHA-256, base64url). The bytes are in the folder files.
CREATE TABLE file (
	id TEXT PRIMARY KEY,
	size INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE file_total (bytes INTEGER NOT NULL);
INSERT INTO file_total (bytes) VALUES (0);
CREATE TRIGGER file_added AFTER INSERT ON file BEGIN
	UPDATE file_total SET bytes = bytes + new.size;
END;
CREATE TRIGGER file_removed AFTER DELETE ON file BEGIN
	UPDATE file_total SET bytes = bytes - old.size;
END;

-- What an account is sending, or has sent and put into no message yet.
CREATE TABLE upload (
	account INTEGER NOT NULL REFERENCES account(id),
	file TEXT NOT NULL,
	size INTEGER NOT NULL,
	at INTEGER NOT NULL,
	is_whole INTEGER NOT NULL,
	PRIMARY KEY (account, file)
) WITHOUT ROWID;
CREATE INDEX upload_at ON upload(at);
CREATE INDEX upload_file ON upload(file);

-- The message at (log, seq), sent by the account, carries the file.
CREATE TABLE file_use (
	log INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	file TEXT NOT NULL,
	account INTEGER NOT NULL,
	kind TEXT NOT NULL,
	PRIMARY KEY (log, seq)
) WITHOUT ROWID;
CREATE INDEX file_use_file ON file_use(file);
CREATE INDEX file_use_account ON file_use(account, file);
`;
