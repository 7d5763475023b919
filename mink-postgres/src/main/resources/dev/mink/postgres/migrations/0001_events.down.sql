drop function ${schema}.safe_position(bigint);
drop table ${schema}.events;
drop sequence ${schema}.event_position;
