package dev.mink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mink.Append;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Plan;
import dev.mink.postgres.kit.Recorder;
import dev.mink.postgres.kit.Recorder.Recorded;
import dev.mink.postgres.kit.Sql;
import dev.mink.spi.EventFilter;
import dev.mink.spi.FeedRange;
import dev.mink.spi.Slice;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every statement finds its rows by an index, however large the table is and whatever the parameters. */
class IndexUseTest {

    private static final int STREAMS = 300;
    private static final int EVENTS_PER_STREAM = 80;
    private static final long MOST_ROWS = 400;

    /** 20 of each of two types, of which one in four is in the slice and one in three in the category, and some more. */
    private static final long MOST_ROWS_OF_A_SLICE = 2 * 20 * 4 * 3 * 3 / 2;

    private static final StreamId ORDER = StreamId.of("Order", "18");
    private static final StreamId OTHER = StreamId.of("Customer", "19");

    @RegisterExtension
    final Database database = new Database();

    /** What is asked of the store, by name. */
    private static Map<String, Function<EventStore<Connection>, Object>> questions() {
        Map<String, Function<EventStore<Connection>, Object>> questions = new LinkedHashMap<>();
        questions.put("a stream", store -> store.read(ORDER).toList());
        questions.put(
                "a part of a stream",
                store -> store.read(StreamQuery.of(ORDER).from(30).limit(5)).toList());
        questions.put(
                "a stream, newest first",
                store -> store.read(StreamQuery.of(ORDER).backwards().limit(3)).toList());
        questions.put("the feed", store -> store.page(FeedQuery.all().after(100).limit(50)));
        questions.put(
                "the feed by type",
                store -> store.page(FeedQuery.all().types(Fact.Moved.class).limit(50)));
        questions.put(
                "the feed by types",
                store -> store.page(FeedQuery.all().types(Fact.class).limit(50)));
        questions.put(
                "the feed by categories",
                store -> store.page(
                        FeedQuery.all().categories("Order", "Customer").limit(50)));
        questions.put(
                "the feed by streams",
                store -> store.page(FeedQuery.all().streams(ORDER, OTHER).limit(50)));
        questions.put(
                "the feed by type and category",
                store -> store.page(FeedQuery.all()
                        .types(Fact.Noted.class)
                        .categories("Order")
                        .limit(50)));
        questions.put("a stream's info", store -> store.info(ORDER));
        questions.put("the streams", store -> store.streams("Order-").toList());
        questions.put("the last position", EventStore::lastPosition);
        questions.put("the safe position", EventStore::safePosition);
        questions.put(
                "the feed by all",
                store -> store.page(FeedQuery.all()
                        .types(Fact.Noted.class, Fact.Told.class)
                        .categories("Order")
                        .streams(ORDER, OTHER)
                        .limit(50)));
        questions.put(
                "one event", store -> store.append(OTHER, ExpectedVersion.exactly(EVENTS_PER_STREAM), Fact.noted(1)));
        questions.put(
                "a conflict",
                store -> catchThrowable(() -> store.append(ORDER, ExpectedVersion.exactly(3), Fact.noted(1))));
        questions.put(
                "several streams",
                store -> store.append(
                        Append.of(ORDER, ExpectedVersion.any(), Fact.noted(2)),
                        Append.of(StreamId.of("New", "1"), ExpectedVersion.noStream(), Fact.noted(2))));
        return questions;
    }

    private static List<EventFilter> filters() {
        return List.of(
                EventFilter.all(),
                new EventFilter(Set.of("Noted"), Set.of(), Set.of()),
                new EventFilter(Set.of("Noted", "Told"), Set.of("Order"), Set.of()),
                new EventFilter(Set.of(), Set.of("Order", "Customer"), Set.of()));
    }

    @Test
    void slices_of_the_feed_are_read_in_the_order_of_an_index() throws Exception {
        Recorder recorder = new Recorder();
        PostgresStorage storage =
                database.storage(recorder.watch(database.pool(2)), options -> options.notifications(false));
        fill();
        recorder.take();

        try (Connection connection = database.dataSource().getConnection()) {
            for (EventFilter filter : filters()) {
                EventFilter slice = filter.slice(new Slice(1, 4));
                assertThat(storage.readFeed(new FeedRange(100, Long.MAX_VALUE, slice, 20)))
                        .hasSize(20);
                for (Recorded statement : recorder.take()) {
                    requireIndexes(slice.toString(), Plan.of(connection, statement));
                }
                storage.<Void, SQLException>transact(transaction -> {
                    Sql.execute(transaction, "set local plan_cache_mode = force_generic_plan");
                    long scans = counted(transaction, "seq_scan");
                    long rows = counted(transaction, "idx_tup_fetch");
                    FeedRange range = new FeedRange(100, Long.MAX_VALUE, slice, 20);
                    assertThat(storage.within(transaction).readFeed(range)).hasSize(20);
                    assertThat(counted(transaction, "idx_tup_fetch") - rows)
                            .as("rows visited for %s", slice)
                            .isLessThan(MOST_ROWS_OF_A_SLICE);
                    assertThat(counted(transaction, "seq_scan") - scans).isZero();
                    return null;
                });
                recorder.take();
            }
        }
    }

    @Test
    void no_statement_scans_or_sorts_the_table() throws Exception {
        Recorder recorder = new Recorder();
        EventStore<Connection> store = Database.facts(
                database.storage(recorder.watch(database.pool(2)), options -> options.notifications(false)));
        fill();
        recorder.take();

        try (Connection connection = database.dataSource().getConnection()) {
            for (Map.Entry<String, Function<EventStore<Connection>, Object>> question :
                    questions().entrySet()) {
                assertThat(question.getValue().apply(store)).isNotNull();
                List<Recorded> statements = recorder.take();
                assertThat(statements).as(question.getKey()).isNotEmpty();
                for (Recorded statement : statements) {
                    requireIndexes(question.getKey(), Plan.of(connection, statement));
                }
            }
        }
    }

    @Test
    void nothing_that_is_asked_of_a_store_reads_the_table_from_end_to_end() throws Exception {
        EventStore<Connection> store = database.store();
        fill();

        for (Map.Entry<String, Function<EventStore<Connection>, Object>> question :
                questions().entrySet()) {
            store.<Void, SQLException>transact(connection -> {
                Sql.execute(connection, "set local plan_cache_mode = force_generic_plan");
                long scans = counted(connection, "seq_scan");
                long rows = counted(connection, "idx_tup_fetch");
                assertThat(question.getValue().apply(store.within(connection))).isNotNull();
                assertThat(counted(connection, "seq_scan") - scans)
                        .as("scans of the table for %s", question.getKey())
                        .isZero();
                assertThat(counted(connection, "idx_tup_fetch") - rows)
                        .as("rows visited for %s", question.getKey())
                        .isLessThan(MOST_ROWS);
                return null;
            });
        }
    }

    @Test
    void streams_are_listed_by_skipping_from_one_to_the_next_in_the_index() throws Exception {
        PostgresStorage storage = database.storage();
        fill();

        storage.<Void, SQLException>transact(connection -> {
            long scans = counted(connection, "seq_scan");
            long rows = counted(connection, "idx_tup_fetch");
            List<String> listed = new ArrayList<>();
            String after = "";
            for (int page = 0; page < 6; page++) {
                List<StreamInfo> infos = storage.within(connection).streams("", after, 50);
                infos.forEach(info -> listed.add(info.stream().toString()));
                after = listed.get(listed.size() - 1);
            }
            assertThat(listed).hasSize(STREAMS).isSorted().doesNotHaveDuplicates();
            assertThat(storage.within(connection).streams("", after, 50)).isEmpty();
            assertThat(counted(connection, "idx_tup_fetch") - rows)
                    .as("rows visited, the first and the last of each stream")
                    .isLessThanOrEqualTo(2 * STREAMS);
            assertThat(counted(connection, "seq_scan") - scans).isZero();
            return null;
        });
    }

    /** No scan of the table, and no sort of more of it than a limit lets through. */
    private void requireIndexes(String question, Plan plan) {
        assertThat(plan.lines()).as("how %s is answered", question).noneMatch(line -> line.contains("Seq Scan on"));
        for (List<String> sort : plan.steps("Sort")) {
            boolean ofTheTable = sort.stream().anyMatch(line -> line.contains(" on " + database.schema() + ".events"));
            boolean limited = sort.stream().anyMatch(line -> line.contains("Limit"));
            assertThat(limited || !ofTheTable)
                    .as("what is sorted for %s: %s", question, plan)
                    .isTrue();
        }
    }

    private long counted(Connection connection, String kind) throws SQLException {
        return Sql.number(
                connection,
                "select " + kind + " from pg_stat_xact_user_tables where relid = '" + database.events()
                        + "'::regclass");
    }

    /** Streams of three categories with events of three types, and what the planner wants to know of them. */
    private void fill() throws SQLException {
        database.execute("insert into " + database.events() + " (position, stream_id, category, version, event_id,"
                + " type, schema_version, payload)"
                + " select nextval('\"" + database.schema() + "\".event_position'), c || '-' || s, c, v,"
                + " gen_random_uuid(), (array['Noted', 'Moved', 'Told'])[v % 3 + 1], 1, '{\"number\": 1, \"from\": \"a\", \"to\": \"b\", \"text\": \"c\"}'"
                + " from generate_series(1, " + EVENTS_PER_STREAM + ") v, generate_series(1, " + STREAMS + ") s,"
                + " lateral (select (array['Order', 'Customer', 'Invoice'])[s % 3 + 1]) category (c)"
                + " order by v, s");
        database.execute("vacuum analyze " + database.events());
    }
}
