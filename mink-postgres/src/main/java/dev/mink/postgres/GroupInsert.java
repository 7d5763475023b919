package dev.mink.postgres;

import dev.mink.spi.StreamAppend;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * The statement for appends of several callers to different streams, of a few events each: every append has an outcome
 * of its own. None may make the others wait, so a lock that is not to be had soon fails them all.
 *
 * <p>Each event looks for the head of its stream, which costs less than a join with the appends would.
 *
 * <p>The first array of the unnest comes from a subselect, which hides its length from the planner: knowing it, the
 * planner would find each call's own plan cheaper than the one that it keeps, and plan every call anew.
 */
final class GroupInsert {

    /** How long the statement may wait for a lock that only one of its callers needs. */
    private static final String LOCK_TIMEOUT = "20ms";

    private final String sql;

    GroupInsert(Tables tables, String fence) {
        String fenceAndTimeout =
                "(select " + fence + "::text || set_config('lock_timeout', '" + LOCK_TIMEOUT + "', true))";
        sql = """
                insert into %1$s (position, version, event_id, recorded_at, schema_version, stream_id, category, type,
                    payload, payload_binary, metadata)
                select %2$s, head + offset_in_append, event_id::uuid, clock_timestamp(), schema_version, stream_id,
                    category, type, payload::json, payload_binary, metadata::json
                from (
                    select *, coalesce((
                            select version from %1$s e where e.stream_id = appended.stream_id
                            order by e.version desc limit 1), 0) as head
                    from unnest((select ?::text[]), ?::text[], ?::bigint[], ?::int[], %3$s)
                        as appended (stream_id, category, expected, offset_in_append, %4$s)
                    offset 0
                ) appended
                where %5$s
                returning stream_id, version, position
                """.formatted(
                        tables.events(),
                        tables.nextPosition(fenceAndTimeout),
                        EventArrays.PARAMETERS,
                        EventArrays.COLUMNS,
                        Expected.isMet("head"));
    }

    /** Writes each append that fits, whatever becomes of the others; what it says is in their order. */
    List<Written> execute(Connection connection, List<StreamAppend> appends) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, appends);
            try (ResultSet rows = statement.executeQuery()) {
                return Written.of(appends, rows);
            }
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, List<StreamAppend> appends)
            throws SQLException {
        int count = EventArrays.count(appends);
        String[] streams = new String[count];
        String[] categories = new String[count];
        Long[] expected = new Long[count];
        Integer[] offsets = new Integer[count];
        int n = 0;
        for (StreamAppend append : appends) {
            int end = n + append.events().size();
            Arrays.fill(streams, n, end, append.stream().toString());
            Arrays.fill(categories, n, end, append.stream().category());
            Arrays.fill(expected, n, end, Expected.code(append.expected()));
            for (int offset = 1; n < end; offset++) {
                offsets[n++] = offset;
            }
        }
        EventArrays.bind(connection, statement, 1, "text", streams);
        EventArrays.bind(connection, statement, 2, "text", categories);
        EventArrays.bind(connection, statement, 3, "bigint", expected);
        EventArrays.bind(connection, statement, 4, "int", offsets);
        new EventArrays(appends).bind(connection, statement, 5);
    }
}
