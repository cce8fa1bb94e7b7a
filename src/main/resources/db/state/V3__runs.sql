-- The runs. A row is inserted with the first thing that a run writes and completed when the run ends: until then "number"
-- and "view" are null, and "outcome" is what is recorded if the process ends first. Number gives the order in which runs
-- ended. "details_of" names the run that has the rows in "change"; it is another one where equal runs were counted.
-- "view" is what GET /syncs/{id} answers. Times are in microseconds since the epoch.
create table run (
	sync_id ${id} primary key,
	number bigint,
	started_at bigint not null,
	trigger ${id} not null,
	actor text not null,
	outcome ${id} not null,
	validation ${id} not null,
	revision bigint,
	details_of ${id},
	view text
);

create index run_number on run (number);

-- What runs decided, in order, one row for each change, conflict, absence that waits and edit by others. "revision" is that
-- of the commit it was written with. "action" is null unless that commit carried the change out: rows with an action are
-- the change feed, by revision and number, and the journal row of the commit covers them. "body" is compact JSON in ASCII.
create table change (
	sync_id ${id} not null references run on delete cascade,
	number bigint not null,
	revision bigint,
	kind ${id} not null,
	id ${id} not null,
	action ${id},
	body text not null,
	primary key (sync_id, number)
);

create index change_revision on change (revision, number);
