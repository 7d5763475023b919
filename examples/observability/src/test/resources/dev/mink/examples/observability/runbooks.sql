-- The queries of observability/runbooks; RunbookQueriesTest runs every one of them.

-- region: server
select current_setting('server_version') as version,
       now() - pg_postmaster_start_time() as up_for,
       pg_is_in_recovery() as is_standby,
       current_setting('default_transaction_read_only') as read_only,
       (select max(version) from mink.migrations) as schema_version;
-- endregion

-- region: long-transactions
select pid,
       application_name,
       state,
       now() - xact_start as open_for,
       now() - state_change as in_this_state_for,
       wait_event_type,
       wait_event,
       left(query, 80) as last_statement
from pg_stat_activity
where backend_type = 'client backend' and xact_start < now() - interval '5 seconds'
order by xact_start
limit 20;
-- endregion

-- region: appended
select date_trunc('minute', recorded_at) as minute, category, count(*)
from mink.events
where position > (select max(position) from mink.events) - 10000
group by minute, category
order by minute desc, count(*) desc
limit 20;
-- endregion

-- region: busy-streams
select stream_id, max(version) as version
from mink.events
where position > (select max(position) from mink.events) - 10000
group by stream_id
order by version desc
limit 10;
-- endregion

-- region: maintenance
select relname, n_live_tup, n_dead_tup, last_autovacuum, last_autoanalyze
from pg_stat_user_tables
where schemaname = 'mink'
order by n_dead_tup desc
limit 10;
-- endregion

-- region: partitions
select p.projection,
       g.state,
       p.partition,
       p.position,
       (select max(position) from mink.events) - p.position as at_most_behind,
       now() - p.moved_at as moved_ago,
       p.owner,
       coalesce(n.expires_at > now(), false) as owner_is_alive,
       p.paused,
       p.parked,
       p.fault
from mink.projection_partitions p
join mink.projection_generations g using (projection, generation)
left join mink.projection_nodes n on n.node = p.owner
where g.state <> 'retired'
order by at_most_behind desc;
-- endregion

-- region: nodes
select node, expires_at > now() as is_alive, now() - expires_at as expired_ago, versions
from mink.projection_nodes
order by expires_at desc;
-- endregion

-- region: next-events
select e.position, e.stream_id, e.version, e.type, e.recorded_at, left(e.payload::text, 200) as payload
from mink.events e
where e.position > (select min(position) from mink.projection_partitions where projection = 'parcel-labels')
order by e.position
limit 10;
-- endregion

-- region: parked
select projection,
       error,
       count(*) as events,
       min(parked_at) as since,
       (array_agg(stream_id order by position))[1] as for_example
from mink.projection_dead_letters
where error is not null
group by projection, error
order by events desc;
-- endregion

-- region: parked-events
select d.projection, d.position, d.stream_id, d.type, d.attempts, d.error, left(e.payload::text, 200) as payload
from mink.projection_dead_letters d
join mink.events e using (position)
where d.projection = 'parcel-labels'
order by d.position
limit 20;
-- endregion
