drop table ${schema}.command_results;
