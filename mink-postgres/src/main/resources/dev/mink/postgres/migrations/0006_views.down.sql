do $do$
declare
    generation record;
begin
    for generation in select * from ${schema}.view_generations loop
        execute $sql$drop table ${schema}.view_$sql$ || replace(generation.view, '-', '_') || '_' || generation.generation;
    end loop;
end
$do$;

drop table ${schema}.view_generations;
