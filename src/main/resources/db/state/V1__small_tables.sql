-- Continuous sync is off until a time, if there is a row.
create table suspension (
	id bigint primary key check (id = 1),
	reason text not null,
	suspended_by text not null,
	since bigint not null,
	until bigint not null
);

-- The last change that a webhook was told.
create table webhook_cursor (
	webhook ${id} primary key,
	revision bigint not null,
	change bigint not null
);

-- Calls with an idempotency key; one without a status is being made.
create table idempotent_call (
	id ${id} primary key,
	digest text not null,
	since bigint not null,
	status bigint,
	headers text,
	body ${bytes}
);

create index idempotent_call_since on idempotent_call (since);
