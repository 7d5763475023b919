package dev.mink.postgres;

import dev.mink.ExpectedVersion;
import dev.mink.schema.Payload;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StreamAppend;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The statement for any append: events for any number of streams, in one round trip and one
 * transaction.
 *
 * <p>It looks up the version of every stream, and writes those that are as expected; or, together,
 * all of them or nothing. The rows come from a sorted join with the fence, so the fence is taken
 * before the first position is drawn, and positions are drawn in the order of the events.
 *
 * <p>The first array of each unnest comes from a subselect, which hides its length from the planner:
 * knowing it, the planner would find each call's own plan cheaper than the one that it keeps, and plan
 * every call anew.
 */
final class BulkInsert {

    private static final long ANY = -1;
    private static final long EXISTS = -2;

    /** How long a statement that callers share may wait for a lock that only one of them needs. */
    private static final String SHARED_LOCK_TIMEOUT = "20ms";

    private final Statements each;
    private final Statements shared;
    private final Statements together;

    BulkInsert(Tables tables, String fence) {
        String fits = "case expected when -1 then true when -2 then version > 0 else version = expected end";
        each = statements(tables, fence, fits);
        shared = statements(tables, fence + ", set_config('lock_timeout', '" + SHARED_LOCK_TIMEOUT + "', true)", fits);
        together = statements(tables, fence, "bool_and(" + fits + ") over ()");
    }

    private static Statements statements(Tables tables, String fence, String fits) {
        return new Statements(
                sql(tables, fence, fits, "", "", ""),
                sql(
                        tables,
                        fence,
                        fits,
                        ", recorded_at",
                        ", coalesce(recorded_at, clock_timestamp())",
                        ", ?::timestamptz[]"));
    }

    private static String sql(
            Tables tables, String fence, String fits, String column, String recordedAt, String parameter) {
        return """
                with fence as materialized (
                    select %1$s
                )
                insert into %2$s (position, stream_id, category, version, event_id, type, schema_version,
                    payload, payload_binary, metadata%5$s)
                select %3$s, stream_id, category, version, event_id, type, schema_version,
                    payload::json, payload_binary, metadata::json%6$s
                from (
                    select head.stream_id, head.category, head.version + e.offset_in_append as version,
                        e.event_id, e.type, e.schema_version, e.payload, e.payload_binary, e.metadata%8$s
                    from fence
                    cross join (
                        select *, %4$s as fits
                        from (
                            select a.*, coalesce((
                                    select version from %2$s e where e.stream_id = a.stream_id
                                    order by e.version desc limit 1), 0) as version
                            from unnest((select ?::text[]), ?::text[], ?::bigint[])
                                with ordinality as a (stream_id, category, expected, append)
                            offset 0
                        ) asked
                    ) head
                    join unnest((select ?::int[]), ?::int[], ?::uuid[], ?::text[], ?::smallint[], ?::text[], ?::bytea[],
                            ?::text[]%7$s)
                        with ordinality as e (append, offset_in_append, event_id, type, schema_version, payload,
                            payload_binary, metadata%5$s, n) on e.append = head.append
                    where head.fits
                    order by e.n
                ) ordered
                returning stream_id, version, position
                """.formatted(
                        fence,
                        tables.events(),
                        tables.nextPosition(),
                        fits,
                        column,
                        recordedAt,
                        parameter,
                        column.replace(" ", " e."));
    }

    /**
     * Writes each append that fits, whatever becomes of the others; what it says is in their order. Where there
     * are several, none may make the others wait: a lock that is not to be had soon fails them all.
     */
    List<Written> each(Connection connection, List<StreamAppend> appends) throws SQLException {
        return execute(connection, appends.size() == 1 ? each : shared, appends);
    }

    /** Writes all appends if all of them fit; otherwise none. */
    List<Written> together(Connection connection, List<StreamAppend> appends) throws SQLException {
        return execute(connection, together, appends);
    }

    private static List<Written> execute(Connection connection, Statements statements, List<StreamAppend> appends)
            throws SQLException {
        Columns columns = new Columns(appends);
        String sql = columns.areRecordedNow() ? statements.now : statements.before;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            columns.bind(connection, statement);
            Map<String, Written> last = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Written event = new Written(rows.getLong(2), rows.getLong(3));
                    last.merge(rows.getString(1), event, Written::later);
                }
            }
            List<Written> written = new ArrayList<>(appends.size());
            for (StreamAppend append : appends) {
                written.add(last.getOrDefault(append.stream().toString(), Written.NOTHING));
            }
            return written;
        }
    }

    private static long code(ExpectedVersion expected) {
        if (expected instanceof ExpectedVersion.Exactly exactly) {
            return exactly.version();
        }
        return expected instanceof ExpectedVersion.Any ? ANY : EXISTS;
    }

    /**
     * A statement for events that are recorded now, and the same for those of which some were recorded elsewhere before.
     *
     * @param now without the instants
     * @param before with them, as one more parameter
     */
    private record Statements(String now, String before) {}

    /** The appends turned into arrays, one for each parameter. */
    private static final class Columns {

        private final String[] streams;
        private final String[] categories;
        private final Long[] expected;
        private final Integer[] append;
        private final Integer[] offset;
        private final Object[] ids;
        private final String[] types;
        private final Short[] schemaVersions;
        private final @Nullable String[] payloads;
        private final byte[][] binaries;
        private final @Nullable String[] metadata;
        private final @Nullable String[] recordedAt;

        Columns(List<StreamAppend> appends) throws SQLException {
            int count = appends.size();
            int events = appends.stream().mapToInt(a -> a.events().size()).sum();
            streams = new String[count];
            categories = new String[count];
            expected = new Long[count];
            append = new Integer[events];
            offset = new Integer[events];
            ids = new Object[events];
            types = new String[events];
            schemaVersions = new Short[events];
            payloads = new String[events];
            binaries = new byte[events][];
            metadata = new String[events];
            recordedAt = new String[events];
            int n = 0;
            for (int a = 0; a < count; a++) {
                StreamAppend each = appends.get(a);
                streams[a] = each.stream().toString();
                categories[a] = each.stream().category();
                expected[a] = code(each.expected());
                int inAppend = 0;
                for (NewEvent event : each.events()) {
                    append[n] = a + 1;
                    offset[n] = ++inAppend;
                    add(n++, event);
                }
            }
        }

        private void add(int n, NewEvent event) throws SQLException {
            ids[n] = event.id();
            types[n] = event.type();
            schemaVersions[n] = (short) event.schemaVersion();
            if (event.payload().format() == Payload.Format.JSON) {
                payloads[n] = Rows.text(event.payload());
            } else {
                binaries[n] = event.payload().bytes();
            }
            metadata[n] = Rows.json(event.metadata());
            recordedAt[n] =
                    event.recordedAt() == null ? null : event.recordedAt().toString();
        }

        boolean areRecordedNow() {
            return Arrays.stream(recordedAt).allMatch(Objects::isNull);
        }

        void bind(Connection connection, PreparedStatement statement) throws SQLException {
            bind(connection, statement, 1, "text", streams);
            bind(connection, statement, 2, "text", categories);
            bind(connection, statement, 3, "bigint", expected);
            bind(connection, statement, 4, "int", append);
            bind(connection, statement, 5, "int", offset);
            bind(connection, statement, 6, "uuid", ids);
            bind(connection, statement, 7, "text", types);
            bind(connection, statement, 8, "smallint", schemaVersions);
            bind(connection, statement, 9, "text", payloads);
            bind(connection, statement, 10, "bytea", binaries);
            bind(connection, statement, 11, "text", metadata);
            if (!areRecordedNow()) {
                bind(connection, statement, 12, "timestamptz", recordedAt);
            }
        }

        private static void bind(
                Connection connection, PreparedStatement statement, int index, String type, @Nullable Object[] values)
                throws SQLException {
            Array array = connection.createArrayOf(type, values);
            statement.setArray(index, array);
        }
    }
}
