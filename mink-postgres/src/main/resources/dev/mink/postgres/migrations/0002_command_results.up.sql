-- What came of commands, by their idempotency keys. The transaction that handles a command holds an
-- advisory lock on its key, and writes the result together with the events.
create table ${schema}.command_results (
    key         text        not null collate "C",
    fingerprint text        not null,
    result      json        not null,
    expires_at  timestamptz not null,
    constraint command_results_key primary key (key)
);

create index command_results_expires_at on ${schema}.command_results (expires_at);

comment on table ${schema}.command_results is 'Results of idempotent commands, until they expire';
comment on column ${schema}.command_results.fingerprint is 'The type of the command and a digest of its contents';
