package dev.mink.postgres;

import dev.mink.spi.StreamAppend;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The statement for any append: events for any number of streams, in one round trip and one
 * transaction, all of them or nothing.
 *
 * <p>It looks up the version of every stream. The rows are sorted, so positions are drawn in the order of the events.
 *
 * <p>The first array of each unnest comes from a subselect, which hides its length from the planner:
 * knowing it, the planner would find each call's own plan cheaper than the one that it keeps, and plan
 * every call anew.
 */
final class BulkInsert {

    private final String now;
    private final String before;

    BulkInsert(Tables tables, String fence) {
        now = sql(tables, fence, "", "clock_timestamp()", "");
        before = sql(tables, fence, ", recorded_at", "coalesce(recorded_at, clock_timestamp())", ", ?::timestamptz[]");
    }

    /**
     * @param column one more column of the events, or empty
     * @param recordedAt when an event was recorded
     * @param parameter the parameter for the column
     */
    private static String sql(Tables tables, String fence, String column, String recordedAt, String parameter) {
        return """
                insert into %1$s (position, version, event_id, recorded_at, schema_version, stream_id, category, type,
                    payload, payload_binary, metadata)
                select %2$s, head + offset_in_append, event_id::uuid, %4$s, schema_version, stream_id, category, type,
                    payload::json, payload_binary, metadata::json
                from (
                    select head.stream_id, head.category, head.head, e.*
                    from (
                        select *, bool_and(%3$s) over () as fits
                        from (
                            select a.*, coalesce((
                                    select version from %1$s e where e.stream_id = a.stream_id
                                    order by e.version desc limit 1), 0) as head
                            from unnest((select ?::text[]), ?::text[], ?::bigint[])
                                with ordinality as a (stream_id, category, expected, append)
                            offset 0
                        ) asked
                    ) head
                    join unnest((select ?::int[]), ?::int[], %5$s%8$s)
                        with ordinality as e (append, offset_in_append, %6$s%7$s, n) on e.append = head.append
                    where head.fits
                    order by e.n
                ) ordered
                returning stream_id, version, position
                """.formatted(
                        tables.events(),
                        tables.nextPosition("(select " + fence + ")"),
                        Expected.isMet("head"),
                        recordedAt,
                        EventArrays.PARAMETERS,
                        EventArrays.COLUMNS,
                        column,
                        parameter);
    }

    /** Writes all appends if all of them fit; otherwise none. */
    List<Written> execute(Connection connection, List<StreamAppend> appends) throws SQLException {
        EventArrays events = new EventArrays(appends);
        try (PreparedStatement statement = connection.prepareStatement(events.areRecordedNow() ? now : before)) {
            bind(connection, statement, appends);
            events.bind(connection, statement, 6);
            try (ResultSet rows = statement.executeQuery()) {
                return Written.of(appends, rows);
            }
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, List<StreamAppend> appends)
            throws SQLException {
        int events = EventArrays.count(appends);
        String[] streams = new String[appends.size()];
        String[] categories = new String[appends.size()];
        Long[] expected = new Long[appends.size()];
        Integer[] append = new Integer[events];
        Integer[] offsets = new Integer[events];
        int n = 0;
        for (int a = 0; a < appends.size(); a++) {
            StreamAppend each = appends.get(a);
            streams[a] = each.stream().toString();
            categories[a] = each.stream().category();
            expected[a] = Expected.code(each.expected());
            for (int offset = 1; offset <= each.events().size(); offset++) {
                append[n] = a + 1;
                offsets[n++] = offset;
            }
        }
        EventArrays.bind(connection, statement, 1, "text", streams);
        EventArrays.bind(connection, statement, 2, "text", categories);
        EventArrays.bind(connection, statement, 3, "bigint", expected);
        EventArrays.bind(connection, statement, 4, "int", append);
        EventArrays.bind(connection, statement, 5, "int", offsets);
    }
}
