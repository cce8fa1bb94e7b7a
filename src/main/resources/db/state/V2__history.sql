-- The one registry of this database. "revision" is the last one used, "sequence" and "digest" are those of the last
-- journal row. "oldest" is the oldest revision that is kept, 0 as long as none was dropped.
create table registry (
	id bigint primary key check (id = 1),
	registry_id ${id} not null,
	revision bigint not null,
	sequence bigint not null,
	digest ${id} not null,
	oldest bigint not null
);

-- What happened, one row each, numbered without gaps. Each row names the digest of the row before it and is signed by the
-- service's key; see docs/history.md. Types: COMMIT, NOTE, REVOKE, RESTORE, and CHECKPOINT, which stands for the rows that retention dropped and is the first row then. "at" is in
-- microseconds since the epoch. "sync_id" names the run that wrote the row, and is empty if none did. "body" is a compact JSON object in ASCII.
create table journal (
	sequence bigint primary key,
	type ${id} not null,
	revision bigint not null,
	at bigint not null,
	sync_id ${id} not null,
	body text not null,
	previous ${id} not null,
	digest ${id} not null,
	signature ${id} not null
);

-- The entries as they were committed last. A row is never deleted: an entry that left the document has no position and no
-- text, but its key and its attested content are still known.
--   position          its place in the document; order by it gives the document
--   text              its bytes in the document, with what stands before it
--   text_digest       the SHA-256 of text
--   content, content_revision, content_key_version   what was attested last
--   address, key_version, succeeds                   the key that was committed last
--   original          its members as they would be without an edit by hand that is not accepted
--   withdrawn         its members as they were when a rollback, or an accepted removal, took it out
--   revision, sequence   since when the row holds; the journal row that wrote it
--   digest            the SHA-256 of all the other columns, texts by their digests
create table entry (
	kind ${id} not null,
	id ${id} not null,
	position bigint,
	text ${bytes},
	text_digest ${id},
	content ${id},
	content_revision bigint,
	content_key_version bigint,
	address ${id},
	key_version bigint,
	succeeds ${id},
	original ${bytes},
	withdrawn ${bytes},
	revision bigint not null,
	sequence bigint not null,
	digest ${id} not null,
	primary key (kind, id)
);

create index entry_position on entry (kind, position);

create index entry_sequence on entry (sequence, kind, id);

-- Rows of "entry" that a later journal row replaced. A row held from "revision" until before "to_revision":
-- the registry at revision R is what has revision <= R < to_revision here, and revision <= R in "entry".
create table entry_version (
	kind ${id} not null,
	id ${id} not null,
	position bigint,
	text ${bytes},
	text_digest ${id},
	content ${id},
	content_revision bigint,
	content_key_version bigint,
	address ${id},
	key_version bigint,
	succeeds ${id},
	original ${bytes},
	withdrawn ${bytes},
	revision bigint not null,
	sequence bigint not null,
	digest ${id} not null,
	to_revision bigint not null,
	to_sequence bigint not null,
	primary key (kind, id, sequence)
);

create index entry_version_to_revision on entry_version (to_revision);

-- The documents of each kind, the present one with "to_revision" null: the text without its entries, where they stand in
-- it (bytes from its beginning), how many there are, and how many members between them are none. "digest" is the SHA-256 of all that but for "to_revision" and
-- "to_sequence". The document that the first commit found is of sequence and revision 0.
create table document (
	kind ${id} not null,
	sequence bigint not null,
	revision bigint not null,
	at bigint not null,
	text ${bytes} not null,
	gap bigint not null,
	entries bigint not null,
	malformed bigint not null,
	digest ${id} not null,
	to_revision bigint,
	to_sequence bigint,
	primary key (kind, sequence)
);

-- The registry files: the revision that each was written of last, and the SHA-256 of its bytes, empty if the file has edits
-- that no revision has. As long as a file is to be replaced, "next_revision" and "next_digest" are what it becomes (the
-- digest is null until it is being written), and "replaced" is the SHA-256 of the file on which that revision was decided.
create table publication (
	kind ${id} primary key,
	revision bigint not null,
	digest ${id} not null,
	next_revision bigint,
	next_digest ${id},
	replaced ${id}
);

-- The runtime entries of each source that a run last decided on: compact JSON in ASCII, with its SHA-256. "position" is the
-- order in which they were seen first, "digest" the SHA-256 of source, kind, id and text_digest, one a line.
create table base (
	source ${id} not null,
	kind ${id} not null,
	id ${id} not null,
	position bigint not null,
	text_digest ${id} not null,
	digest ${id} not null,
	text ${bytes} not null,
	primary key (source, kind, id)
);

create index base_position on base (source, kind, position);

-- What is remembered of each entry's way to a source, likewise.
create table push_state (
	source ${id} not null,
	kind ${id} not null,
	id ${id} not null,
	position bigint not null,
	text_digest ${id} not null,
	digest ${id} not null,
	text ${bytes} not null,
	primary key (source, kind, id)
);

create index push_state_position on push_state (source, kind, position);
