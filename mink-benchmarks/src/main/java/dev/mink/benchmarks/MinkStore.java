package dev.mink.benchmarks;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.Metadata;
import dev.mink.RecordedEvent;
import dev.mink.Repository;
import dev.mink.StreamId;
import dev.mink.memory.InMemoryStorage;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.schema.EventTypes;
import dev.mink.spi.EventStorage;
import java.sql.SQLException;
import java.util.stream.Stream;

/** mink with its defaults: its own codec, pool, page size. */
final class MinkStore implements Contender {

    private final String name;
    private final EventStorage<?> storage;
    private final EventStore<?> store;
    private final Cleanup cleanup;
    private final String schema;

    private MinkStore(String name, EventStorage<?> storage, Metadata metadata, Cleanup cleanup, String schema) {
        this.name = name;
        this.storage = storage;
        this.store = EventStore.of(storage, EventTypes.of(OrderEvent.class)).with(metadata);
        this.cleanup = cleanup;
        this.schema = schema;
    }

    static MinkStore grouped(Server server) throws SQLException {
        return grouped(server, Metadata.empty());
    }

    /** Every event carries this metadata. */
    static MinkStore grouped(Server server, Metadata metadata) throws SQLException {
        return connect("mink", server, PostgresOptions.defaults(), metadata);
    }

    static MinkStore ungrouped(Server server) throws SQLException {
        return connect("mink, not grouped", server, PostgresOptions.defaults().groupAppends(false), Metadata.empty());
    }

    static MinkStore connect(String name, Server server, PostgresOptions options, Metadata metadata)
            throws SQLException {
        String schema = server.unusedSchema();
        PostgresStorage storage =
                PostgresStorage.connect(server.url(), options.schema(schema).migrateOnStart(true));
        storage.start();
        return new MinkStore(name, storage, metadata, () -> server.drop(schema), schema);
    }

    static MinkStore inMemory() {
        return new MinkStore("mink in memory", new InMemoryStorage(), Metadata.empty(), () -> {}, "");
    }

    EventStorage<?> storage() {
        return storage;
    }

    /** The schema that it keeps its events in; empty in memory. */
    String schema() {
        return schema;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Role role() {
        return Role.MINK;
    }

    @Override
    public Writer writer() {
        return (order, version, events) ->
                store.append(StreamId.of("Order", order), ExpectedVersion.exactly(version), events);
    }

    @Override
    public Reader reader() {
        return new Reader() {
            @Override
            public Totals load(String order) {
                return totals(store.read(StreamId.of("Order", order)));
            }

            @Override
            public Totals replay() {
                return totals(store.read(FeedQuery.all()));
            }
        };
    }

    /** Means to read for one thread, which loads orders as aggregates. */
    Reader aggregateReader() {
        Reader reader = reader();
        Repository<Order> repository = store.repository(Order.TYPE);
        return new Reader() {
            @Override
            public Totals load(String order) {
                return repository.load(order).totals();
            }

            @Override
            public Totals replay() throws Exception {
                return reader.replay();
            }
        };
    }

    private static Totals totals(Stream<RecordedEvent> events) {
        Totals totals = new Totals();
        events.forEach(event -> totals.add((OrderEvent) event.event()));
        return totals;
    }

    @Override
    public void close() throws SQLException {
        storage.close();
        cleanup.run();
    }

    /** What is left to do when a store is closed. */
    private interface Cleanup {
        void run() throws SQLException;
    }
}
