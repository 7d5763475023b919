/** The storage on PostgreSQL. */
module dev.mink.postgres {
    requires transitive dev.mink;
    requires transitive java.sql;
    requires com.zaxxer.hikari;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.mink.postgres;
}
