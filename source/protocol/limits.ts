/** Every maximum of the wire contract, in one place; units stand last in each name. */
export const limits = {
	/** Payload of one frame after log-in. A longer one loses the framing, so the connection is closed. */
	framePayloadBytesMax: 1_048_576,
	/** Payload of one frame before log-in: strangers get less memory. */
	framePayloadBeforeLoginBytesMax: 65_536,
	/** How long a frame may take from its first byte to its last. */
	frameDurationMsMax: 10_000,
	/** How long a connection may stay without logging in. */
	loginDurationMsMax: 60_000,
	/** A client sends something at least this often … */
	heartbeatMs: 20_000,
	/** … and a side that heard nothing for this long closes the connection. */
	silenceMsMax: 50_000,
	/** Requests of one connection that may await their replies; beyond it, reading pauses. */
	requestsInFlightMax: 256,
	/** Bytes waiting to be written to one connection before signals are dropped. */
	sendQueueSignalBytesMax: 262_144,
	/** Bytes waiting to be written to one connection before its pushes stop (`sync-needed`). */
	sendQueueBytesMax: 1_048_576,
	/** How long a stalled reader may keep a full queue before it is closed. */
	sendQueueStalledMsMax: 30_000,

	nameLengthMax: 32,
	titleLengthMax: 100,
	deviceNameLengthMax: 64,
	softwareLengthMax: 64,
	passwordLengthMin: 8,
	passwordLengthMax: 256,
	tokenLengthMax: 64,
	codeLengthMax: 64,
	reasonLengthMax: 200,
	/** Characters (UTF-16 code units) of one message. */
	textLengthMax: 16_000,
	mentionsMax: 50,
	/** Edits of one message. */
	editsMax: 100,
	/** Names in one request: members of a new group or of a direct conversation. */
	membersPerRequestMax: 100,
	directMembersMax: 10,
	groupMembersMax: 10_000,
	conversationsPerAccountMax: 2_000,
	devicesPerAccountMax: 50,
	nicknameLengthMax: 64,
	signatureLengthMax: 200,
	statusLengthMax: 100,
	topicLengthMax: 500,
	/** Bytes of a small picture (PNG, JPEG, GIF or WebP): of a person or a group. */
	pictureBytesMax: 65_536,
	friendsMax: 2_000,
	blocksMax: 1_000,
	keywordsMax: 50,
	keywordLengthMax: 64,
	/** One emoji; families and flags are long. */
	emojiLengthMax: 32,
	/** Different emoji on one message. */
	reactionKindsMax: 20,
	pinsMax: 50,
	/** Who wrote the unread messages of a conversation: this many are named. */
	unreadSendersMax: 5,
	slowModeMsMax: 21_600_000,
	/** Mutes, bans, do-not-disturb and invitations that end. */
	durationMsMax: 31_622_400_000,
	/** For so long messages are kept at least, where they are not kept for ever … */
	retentionMsMin: 86_400_000,
	/** … and at most. */
	retentionMsMax: 315_360_000_000,
	invitationUsesMax: 10_000,
	/** Invitations of one group that still open it. */
	groupInvitationsMax: 100,
	/** Characters. */
	nodeNameLengthMax: 255,
	shutdownDelayMsMax: 86_400_000,
	/** An address or a range of addresses (CIDR). */
	addressLengthMax: 49,

	/** Bytes of one file that any server takes; a server may set less. */
	fileBytesMax: 1_099_511_627_776,
	/** UTF-8 bytes of a file's name, as file systems count them. */
	fileNameBytesMax: 255,
	/** Bytes of a file in one frame. */
	chunkBytesMax: 65_536,
	/** Uploads of one account that are open at the same time. */
	uploadsPerAccountMax: 16,
	/** Pixels of the preview of a picture or a video. */
	previewPixelsMax: 1_536,
	/** Slices of a waveform. */
	waveformBytesMax: 64,
	mediaTypeLengthMax: 100,

	featuresMax: 32,
	featureLengthMax: 32,

	/** Entries in one page of `fetch-entries`. */
	entriesPageMax: 200,
	/** JSON bytes of one page's contents; a page ends early rather than exceed the frame. */
	entriesPageBytesMax: 524_288,
	/** JSON bytes after which a page of long rows ends, or tells what follows in brief. */
	replyBytesMax: 262_144,
	/** Conversations that are asked for by their ids. */
	conversationsByIdMax: 20,
	/** Rows in one page of the other lists. */
	listPageMax: 200,
	/** Unread messages are counted up to here. */
	unreadCountMax: 1_000,
	/** A typing signal holds for this long unless renewed. */
	typingMs: 6_000,
} as const;
