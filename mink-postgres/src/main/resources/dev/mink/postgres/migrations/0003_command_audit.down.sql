drop table ${schema}.command_audit;
drop function ${schema}.refuse_change();
