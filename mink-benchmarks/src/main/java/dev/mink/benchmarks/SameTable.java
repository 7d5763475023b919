package dev.mink.benchmarks;

import dev.mink.postgres.PostgresSchema;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Hand-written JDBC on a table with mink's columns and indexes: what the table costs, without what mink
 * does. It neither checks that the version before exists nor takes the fence. Each thread has a
 * connection and prepared statements of its own.
 */
final class SameTable implements Contender {

    private final Server server;
    private final BatchForm batches;
    private final String schema;
    private final boolean own;

    private SameTable(Server server, BatchForm batches, String schema, boolean own) {
        this.server = server;
        this.batches = batches;
        this.schema = schema;
        this.own = own;
    }

    /** With a table of its own. */
    static SameTable create(Server server, BatchForm batches) throws SQLException {
        String schema = server.unusedSchema();
        server.execute(PostgresSchema.ddl(schema));
        return new SameTable(server, batches, schema, true);
    }

    /** On the table of a storage of mink's, to read what mink has written. */
    static SameTable of(Server server, String schema) {
        return new SameTable(server, BatchForm.ARRAYS, schema, false);
    }

    @Override
    public String name() {
        return "JDBC same table";
    }

    @Override
    public Role role() {
        return Role.SAME;
    }

    @Override
    public Writer writer() throws SQLException {
        Connection connection = server.connect();
        String table = schema + ".events";
        String insert = "insert into " + table + " (position, stream_id, category, version, event_id, type,"
                + " schema_version, payload) select nextval('" + schema + ".event_position'), ?, 'Order',";
        String copy = "copy " + table + " (position, stream_id, category, version, event_id, type, schema_version,"
                + " payload) from stdin (format binary)";
        PreparedStatement single = connection.prepareStatement(insert + " ?, ?, ?, 1, ?::json");
        PreparedStatement arrays = connection.prepareStatement(insert + " v, i, t, 1, p::json"
                + " from unnest(?::bigint[], ?::uuid[], ?::text[], ?::text[]) as events (v, i, t, p)");
        PreparedStatement positions = connection.prepareStatement(
                "select nextval('" + schema + ".event_position') from generate_series(1, ?)");
        return new Writer() {
            @Override
            public void append(String order, long version, List<OrderEvent> events) throws Exception {
                if (events.size() == 1) {
                    OrderEvent event = events.get(0);
                    single.setString(1, "Order-" + order);
                    single.setLong(2, version + 1);
                    single.setObject(3, eventId());
                    single.setString(4, event.getClass().getSimpleName());
                    single.setObject(5, text(event), Types.VARCHAR);
                    single.executeUpdate();
                } else if (batches == BatchForm.ARRAYS) {
                    Columns columns = new Columns(version, events);
                    arrays.setString(1, "Order-" + order);
                    arrays.setArray(2, connection.createArrayOf("bigint", columns.versions));
                    arrays.setArray(3, connection.createArrayOf("uuid", columns.ids));
                    arrays.setArray(4, connection.createArrayOf("text", columns.types));
                    arrays.setArray(5, connection.createArrayOf("text", columns.payloads));
                    arrays.executeUpdate();
                } else {
                    copy(order, version, events);
                }
            }

            private void copy(String order, long version, List<OrderEvent> events) throws Exception {
                CopyRows rows = new CopyRows();
                positions.setInt(1, events.size());
                long v = version;
                try (ResultSet drawn = positions.executeQuery()) {
                    for (OrderEvent event : events) {
                        drawn.next();
                        rows.row(8)
                                .add(drawn.getLong(1))
                                .add("Order-" + order)
                                .add("Order")
                                .add(++v)
                                .add(eventId())
                                .add(event.getClass().getSimpleName())
                                .addSmall(1)
                                .add(HandMapper.write(event));
                    }
                }
                rows.send(connection, copy);
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }

    @Override
    public Reader reader() throws SQLException {
        Connection connection = server.connect();
        String columns = "select position, stream_id, version, event_id, type, payload, metadata, recorded_at from "
                + schema + ".events";
        PreparedStatement stream = connection.prepareStatement(
                "select version, type, payload from " + schema + ".events where stream_id = ? order by version");
        PreparedStatement page =
                connection.prepareStatement(columns + " where position > ? order by position limit " + Replay.PAGE);
        return new Reader() {
            @Override
            public Totals load(String order) throws SQLException {
                Totals totals = new Totals();
                stream.setString(1, "Order-" + order);
                try (ResultSet rows = stream.executeQuery()) {
                    while (rows.next()) {
                        totals.add(HandMapper.read(rows.getString(2), rows.getBytes(3)));
                    }
                }
                return totals;
            }

            @Override
            public Totals replay() throws SQLException {
                Totals totals = new Totals();
                long position = 0;
                for (long read = -1; read != totals.events(); ) {
                    read = totals.events();
                    page.setLong(1, position);
                    try (ResultSet rows = page.executeQuery()) {
                        while (rows.next()) {
                            Row row = Row.of(rows);
                            position = row.position();
                            totals.add(row.event());
                        }
                    }
                }
                return totals;
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }

    private static UUID eventId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long time = System.currentTimeMillis() << 16;
        return new UUID(time | 0x7000 | (random.nextLong() & 0xfff), (random.nextLong() >>> 2) | Long.MIN_VALUE);
    }

    private static String text(OrderEvent event) {
        return new String(HandMapper.write(event), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws SQLException {
        if (own) {
            server.drop(schema);
        }
    }

    /** What a projection needs of an event. */
    private record Row(
            long position,
            String stream,
            long version,
            UUID id,
            OrderEvent event,
            Map<String, String> metadata,
            OffsetDateTime recordedAt) {

        static Row of(ResultSet rows) throws SQLException {
            return new Row(
                    rows.getLong(1),
                    rows.getString(2),
                    rows.getLong(3),
                    rows.getObject(4, UUID.class),
                    HandMapper.read(rows.getString(5), rows.getBytes(6)),
                    metadata(rows.getString(7)),
                    rows.getObject(8, OffsetDateTime.class));
        }

        private static Map<String, String> metadata(@Nullable String json) {
            return json == null ? Map.of() : HandMapper.metadata(json);
        }
    }

    /** A batch turned into arrays. */
    private static final class Columns {

        final Long[] versions;
        final UUID[] ids;
        final String[] types;
        final String[] payloads;

        Columns(long version, List<OrderEvent> events) {
            versions = new Long[events.size()];
            ids = new UUID[events.size()];
            types = new String[events.size()];
            payloads = new String[events.size()];
            for (int i = 0; i < events.size(); i++) {
                versions[i] = version + 1 + i;
                ids[i] = eventId();
                types[i] = events.get(i).getClass().getSimpleName();
                payloads[i] = text(events.get(i));
            }
        }
    }
}
