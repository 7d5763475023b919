-- The global order of events. Positions are drawn only under the fence (see safe_position), one at a
-- time: never raise CACHE above 1.
create sequence ${schema}.event_position as bigint cache 1 no cycle;

create table ${schema}.events (
    position       bigint      not null,
    version        bigint      not null,
    event_id       uuid        not null,
    recorded_at    timestamptz not null default clock_timestamp(),
    schema_version smallint    not null,
    stream_id      text        not null collate "C",
    category       text        not null collate "C",
    type           text        not null collate "C",
    payload        json,
    payload_binary bytea,
    metadata       json,
    constraint events_position       primary key (position),
    constraint events_stream_version unique (stream_id, version),
    constraint events_event_id       unique (event_id)
);

create index events_type_position on ${schema}.events (type, position);
create index events_category_position on ${schema}.events (category, position);
create index events_recorded_at on ${schema}.events using brin (recorded_at);

comment on table ${schema}.events is 'Every event of mink, in the order of position; append-only';
comment on column ${schema}.events.payload is 'What happened, as JSON; null where it is binary';
comment on column ${schema}.events.metadata is 'Correlation, causation, user, tenant, attributes; null where none is set';

-- The greatest position up to which the feed is complete.
--
-- Every append holds a shared advisory lock, taken before it draws its first position, whose key is the
-- lock namespace of the schema and the last position drawn before. A position at or below "drawn" was
-- drawn under a lock that is either still seen, and then "fence" is below the position, or has been
-- released, and then its transaction is visible to the statement that follows. The result is the
-- position of a committed event, never just a drawn one, because a position that no committed event
-- has may be drawn again after a crash.
--
-- Each statement must see what was committed when it begins: hence volatile, and READ COMMITTED only.
create function ${schema}.safe_position(namespace bigint) returns bigint
    language plpgsql volatile
as $$
declare
    drawn bigint;
    fence bigint;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'the feed can be read at READ COMMITTED only, not at %',
            upper(current_setting('transaction_isolation'))
            using errcode = 'invalid_transaction_state';
    end if;
    if pg_is_in_recovery() then
        raise exception 'the feed can be read on the primary only: a standby does not see the locks of appends'
            using errcode = 'invalid_transaction_state';
    end if;

    select case when is_called then last_value else 0 end into drawn from ${schema}.event_position;

    select min((classid::bigint & 65535) << 32 | objid::bigint) into fence
    from pg_locks
    where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())
      and classid::bigint >> 16 = namespace
      and objsubid = 1
      and mode = 'ShareLock'
      and granted;

    return coalesce(
        (select max(position) from ${schema}.events where position <= least(drawn, coalesce(fence, drawn))), 0);
end
$$;
