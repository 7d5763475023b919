package dev.mink.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Hand-written JDBC on the smallest table that does: stream and version unique, positions from a
 * sequence and indexed for paging, payload as bytea. Each thread has a connection and prepared
 * statements of its own.
 */
final class MinimalTable implements Contender {

    private final Server server;
    private final BatchForm batches;
    private final String schema;

    MinimalTable(Server server, BatchForm batches) throws SQLException {
        this.server = server;
        this.batches = batches;
        this.schema = server.newSchema();
        server.execute("create table " + schema + ".events (position bigserial primary key, stream text not null,"
                + " version bigint not null, type text not null, payload bytea not null, unique (stream, version))");
    }

    /** The schema with the table. */
    String schema() {
        return schema;
    }

    @Override
    public String name() {
        return "JDBC";
    }

    @Override
    public Role role() {
        return Role.HAND;
    }

    @Override
    public Writer writer() throws SQLException {
        Connection connection = server.connect();
        String insert = "insert into " + schema + ".events (stream, version, type, payload)";
        String copy = "copy " + schema + ".events (stream, version, type, payload) from stdin (format binary)";
        PreparedStatement single = connection.prepareStatement(insert + " values (?, ?, ?, ?)");
        PreparedStatement arrays = connection.prepareStatement(
                insert + " select ?, v, t, p from unnest(?::bigint[], ?::text[], ?::bytea[]) as events (v, t, p)");
        return new Writer() {
            @Override
            public void append(String order, long version, List<OrderEvent> events) throws Exception {
                if (events.size() == 1) {
                    OrderEvent event = events.get(0);
                    single.setString(1, "Order-" + order);
                    single.setLong(2, version + 1);
                    single.setString(3, event.getClass().getSimpleName());
                    single.setBytes(4, HandMapper.write(event));
                    single.executeUpdate();
                } else if (batches == BatchForm.ARRAYS) {
                    Columns columns = new Columns(version, events);
                    arrays.setString(1, "Order-" + order);
                    arrays.setArray(2, connection.createArrayOf("bigint", columns.versions));
                    arrays.setArray(3, connection.createArrayOf("text", columns.types));
                    arrays.setArray(4, connection.createArrayOf("bytea", columns.payloads));
                    arrays.executeUpdate();
                } else {
                    CopyRows rows = new CopyRows();
                    long v = version;
                    for (OrderEvent event : events) {
                        rows.row(4)
                                .add("Order-" + order)
                                .add(++v)
                                .add(event.getClass().getSimpleName())
                                .add(HandMapper.write(event));
                    }
                    rows.send(connection, copy);
                }
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
        String select = "select position, version, type, payload from " + schema + ".events";
        PreparedStatement stream = connection.prepareStatement(select + " where stream = ? order by version");
        PreparedStatement page =
                connection.prepareStatement(select + " where position > ? order by position limit " + Replay.PAGE);
        return new Reader() {
            @Override
            public Totals load(String order) throws SQLException {
                Totals totals = new Totals();
                stream.setString(1, "Order-" + order);
                try (ResultSet rows = stream.executeQuery()) {
                    while (rows.next()) {
                        totals.add(HandMapper.read(rows.getString(3), rows.getBytes(4)));
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
                            position = rows.getLong(1);
                            totals.add(HandMapper.read(rows.getString(3), rows.getBytes(4)));
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

    @Override
    public void close() throws SQLException {
        server.drop(schema);
    }

    /** A batch turned into arrays. */
    private static final class Columns {

        final Long[] versions;
        final String[] types;
        final byte[][] payloads;

        Columns(long version, List<OrderEvent> events) {
            versions = new Long[events.size()];
            types = new String[events.size()];
            payloads = new byte[events.size()][];
            for (int i = 0; i < events.size(); i++) {
                versions[i] = version + 1 + i;
                types[i] = events.get(i).getClass().getSimpleName();
                payloads[i] = HandMapper.write(events.get(i));
            }
        }
    }
}
