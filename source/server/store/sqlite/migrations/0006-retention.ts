/** Schema 6: history that is removed by age. */
export const retention = `
-- How long messages are kept, 0 for ever, and when that was set.
ALTER TABLE conversation ADD COLUMN retention_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN retention_at INTEGER NOT NULL DEFAULT 0;
-- Entries up to this one were removed by age. Where no entry is left, this is the head of the log.
ALTER TABLE conversation ADD COLUMN trimmed_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN trimmed_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversation_retention ON conversation(log) WHERE retention_ms > 0;

-- Ids of messages that were removed: one that is sent again is not written again. gone_at: since when.
CREATE TABLE trimmed_message (
	id TEXT NOT NULL,
	sender INTEGER NOT NULL,
	log INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	at INTEGER NOT NULL,
	gone_at INTEGER NOT NULL,
	PRIMARY KEY (id, sender)
) WITHOUT ROWID;
CREATE INDEX trimmed_message_gone ON trimmed_message(gone_at);

CREATE INDEX hidden_message ON hidden(log, message);
`;
