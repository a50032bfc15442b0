/** Schema 4: what stays of members who left, who made an invitation, and who came to a conversation by themselves. */
export const rights = `
-- A mute and the time of the last message outlive leaving: who comes back has them again.
CREATE TABLE absent_member (
	log INTEGER NOT NULL REFERENCES conversation(log),
	account INTEGER NOT NULL REFERENCES account(id),
	muted TEXT,
	sent_at INTEGER NOT NULL,
	PRIMARY KEY (log, account)
) WITHOUT ROWID;

-- 0: somebody else brought the member in, and that does not fill the member's own share.
ALTER TABLE member ADD COLUMN is_own INTEGER NOT NULL DEFAULT 1;
CREATE INDEX member_own ON member(account) WHERE is_own = 1;

-- Who made it; an invitation to a group holds as long as that member may invite. Of older ones nobody knows.
ALTER TABLE invitation ADD COLUMN account INTEGER REFERENCES account(id);
DELETE FROM invitation WHERE log IS NOT NULL;
`;
