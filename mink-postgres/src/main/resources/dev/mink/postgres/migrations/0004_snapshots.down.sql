drop table ${schema}.snapshots;
