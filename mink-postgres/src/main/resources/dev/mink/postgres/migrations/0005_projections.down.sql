drop table ${schema}.projection_dead_letters;
drop table ${schema}.projection_nodes;
drop table ${schema}.projection_partitions;
drop table ${schema}.projection_generations;
drop table ${schema}.projections;
