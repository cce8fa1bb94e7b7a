-- The one keystore of this database. "keystore" names it as the header does. "registry_id" is that of the registry whose
-- keys it holds, null until the first start with one. "changes" counts the transactions that wrote keys.
create table ${keystore}service (
	id bigint primary key check (id = 1),
	keystore ${id} not null,
	registry_id ${id},
	changes bigint not null
);

-- The service's own keys, which sign the history; the newest one signs. "after_digest" is the digest of the last line of
-- the history that was written before there was this key. "sealed" as in key.
create table ${keystore}service_key (
	version bigint primary key,
	address ${id} not null,
	after_digest ${id} not null,
	created_at bigint not null,
	sealed ${bytes} not null
);

-- One version of one entity's key. A row is never deleted. Times are in microseconds since the epoch.
--   sealed            12 bytes of nonce and the private key encrypted with AES-256-GCM under the data key, 48 bytes with
--                     the tag; kind, id, version, address and created_at are its associated data. Null if the row only
--                     says that a key was revoked that this keystore does not hold
--   revoked_from      the last revision whose attestations by the key count; null unless it is revoked
--   revocation_seal   authenticates the revocation likewise
create table ${keystore}key (
	address ${id} primary key,
	kind ${id} not null,
	id ${id} not null,
	version bigint not null,
	created_at bigint not null,
	sealed ${bytes},
	revoked_from bigint,
	revoked_at bigint,
	revoked_why text,
	revocation_seal ${bytes}
);

create unique index key_version on ${keystore}key (kind, id, version) where sealed is not null;

create index key_revoked on ${keystore}key (revoked_from) where revoked_from is not null;

-- The addresses whose keys an operator accepted as lost.
create table ${keystore}lost (
	address ${id} primary key
);
