-- Which sets of documents views have. Each is a table of its own, view_NAME_GENERATION, which mink makes when it
-- begins to fill it, and drops when nobody is to read it any more.
create table ${schema}.view_generations (
    view       text not null collate "C",
    generation int  not null,
    serves     int,
    constraint view_generations_key    primary key (view, generation),
    constraint view_generations_serves unique (view, serves)
);

comment on table ${schema}.view_generations is 'The tables with the documents of views';
comment on column ${schema}.view_generations.serves is 'The version of the view whose readers see it; null if nobody does';
