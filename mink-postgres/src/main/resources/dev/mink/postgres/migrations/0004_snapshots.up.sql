-- States after the first events of streams, so that loading need not replay all of them. Whatever is in here may be
-- deleted at any time: it is taken again.
create table ${schema}.snapshots (
    stream_id      text        not null collate "C",
    schema         text        not null collate "C",
    version        bigint      not null check (version > 0),
    last_event     uuid        not null,
    type           text        not null collate "C",
    payload        json,
    payload_binary bytea,
    taken_at       timestamptz not null,
    constraint snapshots_stream_schema_version primary key (stream_id, schema, version)
);

comment on table ${schema}.snapshots is 'States of long streams; may be deleted at any time';
comment on column ${schema}.snapshots.schema is 'Which code can read it: the version of the schema and a digest of the shape of the state';
comment on column ${schema}.snapshots.version is 'The version of the last event in the state';
comment on column ${schema}.snapshots.last_event is 'The id of that event: without it in the stream the snapshot counts for nothing';
