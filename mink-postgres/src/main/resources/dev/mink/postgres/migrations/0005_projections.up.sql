-- How far projections are, and who runs them. A projection has generations, which are fillings of it; a generation
-- has partitions, each of which is run by one node at a time.
create table ${schema}.projections (
    name            text not null collate "C",
    last_generation int  not null,
    constraint projections_name primary key (name)
);

create table ${schema}.projection_generations (
    projection text        not null collate "C",
    generation int         not null,
    version    int         not null,
    state      text        not null collate "C" check (state in ('filling', 'serving', 'inline', 'retired')),
    added_at   timestamptz not null default clock_timestamp(),
    constraint projection_generations_key primary key (projection, generation),
    constraint projection_generations_of  foreign key (projection) references ${schema}.projections on delete cascade
);

-- Rows change all the time: room in each page lets them do so in place.
create table ${schema}.projection_partitions (
    projection text        not null collate "C",
    generation int         not null,
    partition  int         not null,
    position   bigint      not null,
    lease      bigint      not null default 0,
    owner      text        collate "C",
    paused     boolean     not null default false,
    parked     bigint      not null default 0,
    fault      text,
    moved_at   timestamptz not null default clock_timestamp(),
    constraint projection_partitions_key primary key (projection, generation, partition),
    constraint projection_partitions_of  foreign key (projection, generation)
        references ${schema}.projection_generations on delete cascade
) with (fillfactor = 50);

create table ${schema}.projection_nodes (
    node       text        not null collate "C",
    versions   jsonb       not null,
    expires_at timestamptz not null,
    constraint projection_nodes_key primary key (node)
) with (fillfactor = 50);

create table ${schema}.projection_dead_letters (
    projection text        not null collate "C",
    generation int         not null,
    partition  int         not null,
    position   bigint      not null,
    stream_id  text        not null collate "C",
    version    bigint      not null,
    type       text        not null collate "C",
    error      text,
    attempts   int         not null,
    parked_at  timestamptz not null default clock_timestamp(),
    constraint projection_dead_letters_key primary key (projection, generation, position),
    constraint projection_dead_letters_of  foreign key (projection, generation, partition)
        references ${schema}.projection_partitions on delete cascade
);

create index projection_dead_letters_stream
    on ${schema}.projection_dead_letters (projection, generation, stream_id, position);

comment on table ${schema}.projections is 'Every projection that was ever run here';
comment on column ${schema}.projections.last_generation is 'The last generation added; numbers are not used again';
comment on table ${schema}.projection_generations is 'Fillings of projections';
comment on column ${schema}.projection_generations.version is 'The version of the projection that fills it';
comment on column ${schema}.projection_generations.state is
    'filling: not read yet; serving: read; inline: read, and filled by appends; retired: not needed any more';
comment on table ${schema}.projection_partitions is 'How far each part of a generation is, and who runs it';
comment on column ${schema}.projection_partitions.position is 'All events up to it have been processed or parked';
comment on column ${schema}.projection_partitions.lease is
    'Grows with each change of the owner; who works on the partition names it, and is refused with an old one';
comment on column ${schema}.projection_partitions.owner is 'The node that runs it; it may have died';
comment on column ${schema}.projection_partitions.parked is 'How many rows of projection_dead_letters it has';
comment on column ${schema}.projection_partitions.fault is 'Why it is not run, although it should be';
comment on column ${schema}.projection_partitions.moved_at is 'When the position last changed';
comment on table ${schema}.projection_nodes is 'Processes that run projections, alive until they expire';
comment on column ${schema}.projection_nodes.versions is 'The projections that the node can run, with their versions';
comment on table ${schema}.projection_dead_letters is
    'Events that a projection could not process, and later ones of the same streams, which wait behind them';
comment on column ${schema}.projection_dead_letters.error is 'What failed; null if the event only waits';
comment on column ${schema}.projection_dead_letters.attempts is 'How often it was tried; 0 if the event only waits';
