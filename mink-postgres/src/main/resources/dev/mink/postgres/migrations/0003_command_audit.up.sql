-- Who did what by commands, when, and what came of it. Append-only: rows cannot be changed or removed.
create table ${schema}.command_audit (
    position       bigint      not null generated always as identity,
    at             timestamptz not null,
    command_id     text        not null,
    command_type   text        not null collate "C",
    user_id        text        collate "C",
    tenant_id      text        collate "C",
    correlation_id text        collate "C",
    outcome        text        not null collate "C",
    reason         text,
    duration_us    bigint      not null,
    stream_id      text        collate "C",
    version        bigint      not null,
    details        json,
    constraint command_audit_position primary key (position)
);

create index command_audit_at          on ${schema}.command_audit using brin (at);
create index command_audit_user        on ${schema}.command_audit (user_id, position) where user_id is not null;
create index command_audit_tenant      on ${schema}.command_audit (tenant_id, position) where tenant_id is not null;
create index command_audit_correlation on ${schema}.command_audit (correlation_id, position)
    where correlation_id is not null;
create index command_audit_stream      on ${schema}.command_audit (stream_id, position) where stream_id is not null;
create index command_audit_type        on ${schema}.command_audit (command_type, position);
create index command_audit_outcome     on ${schema}.command_audit (outcome, position) where outcome <> 'accepted';

create function ${schema}.refuse_change() returns trigger
    language plpgsql
as $$
begin
    raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
end
$$;

create trigger command_audit_is_append_only
    before update or delete or truncate on ${schema}.command_audit
    for each statement execute function ${schema}.refuse_change();

comment on table ${schema}.command_audit is 'Who did what by commands, when, and what came of it; append-only';
