-- Continuous sync is off until a time, or is not.
create table suspension (
	name ${id} primary key,
	reason text not null,
	suspended_by text not null,
	since bigint not null,
	until bigint not null
);

-- The last change that a webhook was told.
create table webhook_cursor (
	webhook ${id} primary key,
	revision bigint not null,
	number bigint not null
);

-- Calls with an idempotency key; without a status they are being made.
create table idempotent_call (
	caller ${id} not null,
	method ${id} not null,
	path ${id} not null,
	idempotency_key ${id} not null,
	digest text not null,
	since bigint not null,
	status bigint,
	headers text,
	body ${bytes},
	primary key (caller, method, path, idempotency_key)
);

create index idempotent_call_since on idempotent_call (since);
