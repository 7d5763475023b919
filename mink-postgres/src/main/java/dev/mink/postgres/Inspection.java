package dev.mink.postgres;

import dev.mink.spi.StorageInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Looks at what operators want to know, in one statement that reads no table as a whole. */
record Inspection(Sessions sessions, Tables tables) {

    StorageInfo take() {
        try {
            return sessions.autocommit(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql());
                        ResultSet row = statement.executeQuery()) {
                    row.next();
                    return new StorageInfo(
                            "PostgreSQL " + row.getString(1), row.getInt(2), row.getLong(3), row.getLong(4));
                }
            });
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /** The greatest position stands for the number of events: it counts a few more, those of appends that failed. */
    private String sql() {
        return "select current_setting('server_version'), (select coalesce(max(version), 0) from " + tables.migrations()
                + "), (select coalesce(max(position), 0) from " + tables.events() + "), pg_total_relation_size('"
                + tables.events().replace("'", "''") + "'::regclass)";
    }
}
