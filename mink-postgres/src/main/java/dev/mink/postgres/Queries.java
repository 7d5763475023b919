package dev.mink.postgres;

import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventFilter;
import dev.mink.spi.FeedRange;
import dev.mink.spi.Slice;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamTail;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Everything that is read from the events table. */
final class Queries {

    /** Greater than any text that continues a prefix, in the order of UTF-8 bytes. */
    private static final String PREFIX_END = "repeat(chr(1114111), " + StreamId.MAX_LENGTH + ")";

    /** How many times as far as the limit of a page is read on: so many positions cost little beside a search. */
    private static final int NEAR = 2;

    private final Tables tables;
    private final String feed;
    private final String streamForwards;
    private final String streamBackwards;
    private final Tails tails;
    private final String byIds;
    private final String heads;
    private final String streams;
    private final String lastPosition;
    private final String safePosition;

    Queries(Tables tables) {
        this.tables = tables;
        String events = tables.events();
        feed = "select " + Rows.OF_ANY_STREAM + " from " + events;
        String stream = "select " + Rows.OF_ONE_STREAM + " from " + events
                + " where stream_id = ? and version between ? and ? order by version";
        streamForwards = stream + " limit ?";
        streamBackwards = stream + " desc limit ?";
        tails = new Tails(tables);
        byIds = feed + " where event_id = any(?)";
        heads = "select coalesce((select version from " + events + " where stream_id = asked.id order by version desc"
                + " limit 1), 0) from unnest(?::text[]) with ordinality asked (id, n) order by n";
        streams = """
                with recursive found as (
                    (select stream_id from %1$s
                    where stream_id > ? and stream_id >= ? and stream_id <= ? || %2$s
                    order by stream_id limit 1)
                    union all
                    select (select e.stream_id from %1$s e
                        where e.stream_id > found.stream_id and e.stream_id <= ? || %2$s
                        order by e.stream_id limit 1)
                    from found where stream_id is not null
                )
                select found.stream_id, newest.version, oldest.recorded_at, newest.recorded_at
                from (select stream_id from found where stream_id is not null limit ?) found
                cross join lateral (select recorded_at from %1$s e where e.stream_id = found.stream_id
                    order by version limit 1) oldest
                cross join lateral (select version, recorded_at from %1$s e where e.stream_id = found.stream_id
                    order by version desc limit 1) newest
                order by found.stream_id
                """.formatted(events, PREFIX_END);
        lastPosition = "select coalesce(max(position), 0) from " + events;
        safePosition = "select " + tables.safePosition();
    }

    List<StoredEvent> stream(Connection connection, StreamQuery query) throws SQLException {
        String sql = query.newestFirst() ? streamBackwards : streamForwards;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, query.stream().toString());
            statement.setLong(2, query.from());
            statement.setLong(3, query.through());
            statement.setLong(4, query.limit());
            try (ResultSet rows = statement.executeQuery()) {
                return Rows.of(query.stream(), rows);
            }
        }
    }

    StreamTail tail(Connection connection, StreamQuery query, String schema) throws SQLException {
        return tails.read(connection, query, schema);
    }

    List<StoredEvent> feed(Connection connection, FeedRange range) throws SQLException {
        EventFilter filter = range.filter();
        if (filter.types().isEmpty()
                && filter.categories().isEmpty()
                && filter.streams().isEmpty()) {
            return unfiltered(connection, range);
        }
        return filtered(connection, range);
    }

    private List<StoredEvent> unfiltered(Connection connection, FeedRange range) throws SQLException {
        Slice slice = range.filter().slice();
        String sql = feed + " where position > ? and position <= ?" + condition(slice) + " order by position limit ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            statement.setLong(index++, range.after());
            statement.setLong(index++, range.through());
            index = set(statement, index, slice);
            statement.setInt(index, range.limit());
            return read(statement);
        }
    }

    /** Reads on where much of what is there is wanted, and looks for the rest by the indexes of what is wanted. */
    private List<StoredEvent> filtered(Connection connection, FeedRange range) throws SQLException {
        if (!range.filter().streams().isEmpty()) {
            return far(connection, range);
        }
        long end = Math.min(range.through(), range.after() + NEAR * (long) range.limit());
        List<StoredEvent> near = near(connection, new FeedRange(range.after(), end, range.filter(), range.limit()));
        if (near.size() == range.limit() || end == range.through()) {
            return near;
        }
        List<StoredEvent> found = new ArrayList<>(near);
        found.addAll(far(connection, new FeedRange(end, range.through(), range.filter(), range.limit() - near.size())));
        return found;
    }

    /** Reads all of a short range by the order of positions; the filter is written so that no index can answer it. */
    private List<StoredEvent> near(Connection connection, FeedRange range) throws SQLException {
        List<Restriction> restrictions = restrictions(range.filter());
        StringBuilder sql = new StringBuilder(feed).append(" where position > ? and position <= ?");
        for (Restriction each : restrictions) {
            sql.append(" and (").append(each.column()).append(" = any(?)) is true");
        }
        sql.append(condition(range.filter().slice())).append(" order by position limit ?");
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            int index = 1;
            statement.setLong(index++, range.after());
            statement.setLong(index++, range.through());
            for (Restriction each : restrictions) {
                statement.setArray(index++, texts(connection, each.values()));
            }
            index = set(statement, index, range.filter().slice());
            statement.setInt(index, range.limit());
            return read(statement);
        }
    }

    private static List<Restriction> restrictions(EventFilter filter) {
        List<Restriction> restrictions = new ArrayList<>();
        restrictions.add(new Restriction(
                "stream_id", filter.streams().stream().map(StreamId::toString).toList()));
        restrictions.add(new Restriction("type", filter.types()));
        restrictions.add(new Restriction("category", filter.categories()));
        restrictions.removeIf(restriction -> restriction.values().isEmpty());
        return restrictions;
    }

    /**
     * One ordered, bounded index scan for each value of the most selective restriction, merged; the
     * other restrictions are conditions of it. The range is written so that only the index of that
     * restriction can answer it, and so the cost does not hang on what the planner believes.
     */
    private List<StoredEvent> far(Connection connection, FeedRange range) throws SQLException {
        EventFilter filter = range.filter();
        List<Restriction> restrictions = restrictions(filter);
        StringBuilder conditions = new StringBuilder();
        for (Restriction other : restrictions.subList(1, restrictions.size())) {
            conditions.append(" and ").append(other.column()).append(" = any(?)");
        }
        conditions.append(condition(filter.slice()));
        String driver = restrictions.get(0).column();
        String sql = """
                select event.* from (
                    select position from unnest(?::text[]) as wanted (value)
                    cross join lateral (
                        select position from %2$s
                        where %3$s%4$s
                        order by %5$s limit ?
                    ) each
                    order by position limit ?
                ) page
                cross join lateral (%1$s where position = page.position limit 1) event
                order by page.position
                """.formatted(feed, tables.events(), range(driver), conditions, order(driver));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            statement.setArray(index++, texts(connection, restrictions.get(0).values()));
            statement.setLong(index++, range.after());
            statement.setLong(index++, range.through());
            for (Restriction other : restrictions.subList(1, restrictions.size())) {
                statement.setArray(index++, texts(connection, other.values()));
            }
            index = set(statement, index, filter.slice());
            statement.setInt(index++, range.limit());
            statement.setInt(index, range.limit());
            return read(statement);
        }
    }

    /** The hash is the one by which tables are partitioned: it stays the same in later versions. */
    private static String condition(Slice slice) {
        return slice.count() == 1 ? "" : " and (hashtextextended(stream_id, 0) & " + Long.MAX_VALUE + ") % ? = ?";
    }

    private static int set(PreparedStatement statement, int first, Slice slice) throws SQLException {
        if (slice.count() == 1) {
            return first;
        }
        statement.setInt(first, slice.count());
        statement.setInt(first + 1, slice.index());
        return first + 2;
    }

    private static String range(String driver) {
        return driver.equals("stream_id")
                ? "(stream_id, version) >= (wanted.value, 1) and (stream_id, version) <= (wanted.value, "
                        + Long.MAX_VALUE + ") and position + 0 > ? and position + 0 <= ?"
                : "(%1$s, position) > (wanted.value, ?) and (%1$s, position) <= (wanted.value, ?)".formatted(driver);
    }

    /** The order of the driver's index, in which positions ascend. */
    private static String order(String driver) {
        return driver + (driver.equals("stream_id") ? ", version" : ", position");
    }

    private record Restriction(String column, Collection<String> values) {}

    /** The stored events that have an id of the request. */
    List<StoredEvent> withIdsOf(Connection connection, AppendRequest request) throws SQLException {
        Object[] ids = request.streams().stream()
                .flatMap(append -> append.events().stream())
                .map(event -> (Object) event.id())
                .toArray();
        try (PreparedStatement statement = connection.prepareStatement(byIds)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            return read(statement);
        }
    }

    /** The versions of the request's streams, in its order; 0 where a stream does not exist. */
    List<Long> heads(Connection connection, AppendRequest request) throws SQLException {
        List<String> ids = request.streams().stream()
                .map(append -> append.stream().toString())
                .toList();
        try (PreparedStatement statement = connection.prepareStatement(heads)) {
            statement.setArray(1, texts(connection, ids));
            List<Long> versions = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    versions.add(rows.getLong(1));
                }
            }
            return versions;
        }
    }

    Optional<StreamInfo> streamInfo(Connection connection, StreamId stream) throws SQLException {
        String id = stream.toString();
        return streams(connection, id, "", 1).stream()
                .filter(info -> info.stream().equals(stream))
                .findFirst();
    }

    List<StreamInfo> streams(Connection connection, String prefix, String after, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(streams)) {
            statement.setString(1, after);
            statement.setString(2, prefix);
            statement.setString(3, prefix);
            statement.setString(4, prefix);
            statement.setInt(5, limit);
            List<StreamInfo> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new StreamInfo(
                            StreamId.parse(rows.getString(1)), rows.getLong(2), instant(rows, 3), instant(rows, 4)));
                }
            }
            return found;
        }
    }

    long lastPosition(Connection connection) throws SQLException {
        return number(connection, lastPosition);
    }

    long safePosition(Connection connection) throws SQLException {
        return number(connection, safePosition);
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<StoredEvent> read(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return Rows.ofAny(rows);
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static java.sql.Array texts(Connection connection, Collection<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }
}
