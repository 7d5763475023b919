package dev.mink.postgres;

/**
 * The names of what mink keeps in one schema, as they stand in SQL.
 *
 * @param schema the schema
 */
record Tables(SchemaName schema) {

    String events() {
        return schema.quoted() + ".events";
    }

    String migrations() {
        return schema.quoted() + ".migrations";
    }

    String snapshots() {
        return schema.quoted() + ".snapshots";
    }

    /**
     * Draws the next position, when the fence has been taken: the condition of a {@code case} is evaluated first.
     *
     * @param fence the expression that takes it, whose value is not null; for several rows a subselect, which is
     *     evaluated once
     */
    String nextPosition(String fence) {
        return "case when " + fence + " is not null then nextval(" + sequence() + ") end";
    }

    /**
     * Takes the fence: a shared lock whose key is the lock namespace and the last position drawn so far,
     * 0 before the first. Its value is not null.
     */
    String fence() {
        return "pg_advisory_xact_lock_shared(" + (schema.lockNamespace() << 48) + " | coalesce(pg_sequence_last_value("
                + sequence() + "), 0))";
    }

    /**
     * Takes the fence unless the transaction holds it already, however many appends it makes: a setting
     * remembers it, which a rollback to a savepoint undoes together with the lock.
     */
    String fenceOnce() {
        String namespace = "'" + schema.lockNamespace() + "'";
        return "case when current_setting('mink.fence', true) is distinct from " + namespace + " then " + fence()
                + "::text || set_config('mink.fence', " + namespace + ", true) else '' end";
    }

    /** The position up to which the feed is complete. */
    String safePosition() {
        return schema.quoted() + ".safe_position(" + schema.lockNamespace() + ")";
    }

    private String sequence() {
        return "'" + (schema.quoted() + ".event_position").replace("'", "''") + "'::regclass";
    }
}
