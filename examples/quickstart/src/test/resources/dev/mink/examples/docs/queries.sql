-- The queries of docs/postgresql.md, docs/idempotency.md and docs/audit.md; PostgresQueriesTest runs every one of them.

-- region: stream
select version, type, recorded_at, payload
from mink.events
where stream_id = 'Order-o-1'
order by version;
-- endregion

-- region: recent
select position, stream_id, version, type, recorded_at
from mink.events
order by position desc
limit 20;
-- endregion

-- region: types
select type, count(*), max(recorded_at) as last
from mink.events
group by type
order by 2 desc;
-- endregion

-- region: json
select payload ->> 'sku' as sku,
       sum((payload ->> 'quantity')::int) as pieces,
       sum((payload ->> 'quantity')::int * (payload ->> 'unitPrice')::numeric) as amount
from mink.events
where type = 'LineAdded'
group by 1
order by amount desc
limit 5;
-- endregion

-- region: metadata
select position, stream_id, type, metadata ->> 'userId' as who
from mink.events
where metadata ->> 'correlationId' = 'req-7'
order by position;
-- endregion

-- region: property-index
create index concurrently events_sku on mink.events ((payload ->> 'sku')) where type = 'LineAdded';
-- endregion

-- region: by-property
select stream_id, version
from mink.events
where type = 'LineAdded' and payload ->> 'sku' = 'mug'
order by position;
-- endregion

-- region: long-streams
select stream_id, max(version) as events, min(recorded_at) as first, max(recorded_at) as last
from mink.events
group by stream_id
order by events desc
limit 10;
-- endregion

-- region: size
select pg_size_pretty(pg_table_size('mink.events')) as events,
       pg_size_pretty(pg_indexes_size('mink.events')) as indexes;
-- endregion

-- region: feed-holders
select a.pid,
       a.usename,
       a.application_name,
       a.client_addr,
       a.state,
       now() - a.xact_start as open_for,
       (f.classid::bigint & 65535) << 32 | f.objid::bigint as feed_held_at,
       left(a.query, 60) as last_statement
from pg_locks w
join pg_locks f on f.pid = w.pid and f.locktype = 'advisory' and f.mode = 'ShareLock' and f.objsubid = 1
join pg_stat_activity a on a.pid = w.pid
where w.relation = 'mink.events'::regclass and w.mode = 'RowExclusiveLock'
order by feed_held_at;
-- endregion

-- region: end-holder
select pg_terminate_backend(a.pid, 5000)
from pg_locks w
join pg_stat_activity a on a.pid = w.pid
where w.relation = 'mink.events'::regclass and w.mode = 'RowExclusiveLock'
  and a.state like 'idle in transaction%'
  and a.xact_start < now() - interval '5 minutes';
-- endregion

-- region: connections
select usename,
       application_name,
       state,
       count(*),
       max(now() - state_change) as longest,
       current_setting('max_connections') as max_connections
from pg_stat_activity
where backend_type = 'client backend'
group by usename, application_name, state
order by count(*) desc;
-- endregion

-- region: blocked
select a.pid, pg_blocking_pids(a.pid) as blocked_by, now() - a.query_start as since, left(a.query, 60) as statement
from pg_stat_activity a
where cardinality(pg_blocking_pids(a.pid)) > 0
order by since desc;
-- endregion

-- region: setval
select setval('mink.event_position', (select max(position) from mink.events));
-- endregion

-- region: settings
select name, setting, reset_val
from pg_settings
where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'default_transaction_isolation',
               'idle_in_transaction_session_timeout', 'statement_timeout');
-- endregion

-- region: grants
grant usage on schema mink to shop;
grant select, insert on mink.events to shop;
grant usage, select on mink.event_position to shop;
grant select on mink.migrations to shop;
grant select, insert, update, delete on mink.command_results to shop;
grant select, insert on mink.command_audit to shop;
grant select, insert, update, delete on mink.snapshots to shop;
grant select, insert, update, delete on mink.projections, mink.projection_generations, mink.projection_partitions,
    mink.projection_nodes, mink.projection_dead_letters to shop;
grant select, insert, update, delete on mink.view_generations to shop;
grant create on schema mink to shop;
-- endregion

-- region: result-of-key
select fingerprint, result, expires_at
from mink.command_results
where key = 'payment-4711';
-- endregion

-- region: results-kept
select split_part(fingerprint, ':', 1) as command,
       count(*),
       count(*) filter (where result ->> 'rejection' is not null) as rejected,
       min(expires_at) as next_to_expire
from mink.command_results
group by 1
order by 2 desc;
-- endregion

-- region: forget-key
delete from mink.command_results where key = 'payment-4712';
-- endregion

-- region: key-holders
select a.pid, a.application_name, a.state, now() - a.xact_start as since, left(a.query, 60) as last_statement
from pg_locks l
join pg_stat_activity a on a.pid = l.pid
where l.locktype = 'advisory' and l.mode = 'ExclusiveLock' and l.objsubid = 1 and l.classid::bigint >= 2147483648
  and a.datname = current_database()
order by since desc;
-- endregion

-- region: audit-of-stream
select position, at, user_id, command_type, outcome, reason, version, details
from mink.command_audit
where stream_id = 'Payment-o-3'
order by position;
-- endregion

-- region: audit-outcomes
select command_type,
       outcome,
       reason,
       count(*),
       round(avg(duration_us) / 1000.0, 1) as avg_ms,
       round(max(duration_us) / 1000.0, 1) as max_ms
from mink.command_audit
where at > now() - interval '1 hour'
group by command_type, outcome, reason
order by count(*) desc;
-- endregion

-- region: audit-events
select a.user_id, a.command_type, e.stream_id, e.version, e.type
from mink.command_audit a
join mink.events e on e.metadata ->> 'causationId' = a.command_id
where a.correlation_id = 'req-8'
order by e.position;
-- endregion

-- region: audit-retention
begin;
alter table mink.command_audit disable trigger command_audit_is_append_only;
delete from mink.command_audit where at < now() - interval '7 years';
alter table mink.command_audit enable trigger command_audit_is_append_only;
commit;
-- endregion

-- region: projections
select projection, version, generation, state, partition, position, owner, paused, parked, fault, moved_at
from mink.projection_partitions
join mink.projection_generations using (projection, generation)
order by projection, generation, partition;
-- endregion

-- region: parked-events
select position, stream_id, version, type, attempts, error, parked_at
from mink.projection_dead_letters
where projection = 'revenue'
order by position;
-- endregion

-- region: snapshots-of-category
select stream_id, schema, version, taken_at, payload
from mink.snapshots
where stream_id like 'Card-%'
order by stream_id, version desc;
-- endregion

-- region: snapshots-behind
select e.stream_id, max(e.version) - coalesce(max(s.version), 0) as behind, max(s.taken_at) as taken_at
from mink.events e
left join mink.snapshots s on s.stream_id = e.stream_id
where e.category = 'Card'
group by e.stream_id
order by behind desc
limit 20;
-- endregion

-- region: snapshots-delete
delete from mink.snapshots where stream_id like 'Card-%';
-- endregion
