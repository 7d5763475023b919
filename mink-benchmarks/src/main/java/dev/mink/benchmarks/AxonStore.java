package dev.mink.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.serialization.json.JacksonSerializer;

/**
 * Axon Framework's JDBC engine with its Jackson serializer and PostgreSQL tables, over a pool as large
 * as mink's. It appends within a unit of work, whose end is the commit, as a command handler does, and
 * reads in autocommit, in the pages of 100 events that it comes with or in larger ones.
 */
final class AxonStore implements Contender {

    private static final int POOL = 10;

    /** What the engine's builder begins with. */
    private static final int DEFAULT_PAGE = 100;

    private final Server server;
    private final String schema;
    private final Map<String, String> metadata;
    private final int page;
    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final JdbcEventStorageEngine appends;
    private final JdbcEventStorageEngine reads;

    private AxonStore(Server server, Map<String, String> metadata, int page) throws SQLException {
        this.server = server;
        this.schema = server.newSchema();
        this.metadata = metadata;
        this.page = page;
        this.writing = pool(false);
        this.reading = pool(true);
        this.appends = engine(new UnitOfWorkAwareConnectionProviderWrapper(new DataSourceConnectionProvider(writing)));
        this.reads = engine(new DataSourceConnectionProvider(reading));
        reads.createSchema(PostgresEventTableFactory.INSTANCE);
    }

    /** As it comes. */
    static AxonStore create(Server server) throws SQLException {
        return create(server, Map.of());
    }

    /** As it comes; every event carries this metadata. */
    static AxonStore create(Server server, Map<String, String> metadata) throws SQLException {
        return new AxonStore(server, metadata, DEFAULT_PAGE);
    }

    /** Reads in pages as large as mink's. */
    static AxonStore withLargePages(Server server, Map<String, String> metadata) throws SQLException {
        return new AxonStore(server, metadata, Replay.PAGE);
    }

    private HikariDataSource pool(boolean autocommit) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(server.url());
        pool.setSchema(schema);
        pool.setMaximumPoolSize(POOL);
        pool.setMinimumIdle(1);
        pool.setAutoCommit(autocommit);
        return new HikariDataSource(pool);
    }

    private JdbcEventStorageEngine engine(ConnectionProvider connections) {
        JacksonSerializer serializer = JacksonSerializer.defaultSerializer();
        return JdbcEventStorageEngine.builder()
                .connectionProvider(connections)
                .transactionManager(NoTransactionManager.instance())
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .batchSize(page)
                .build();
    }

    /** Connections to write with. */
    ConnectionProvider writing() {
        return new DataSourceConnectionProvider(writing);
    }

    /** What reads, in autocommit. */
    JdbcEventStorageEngine reads() {
        return reads;
    }

    @Override
    public String name() {
        return page == DEFAULT_PAGE ? "Axon Framework 4.13.0" : "Axon, larger pages";
    }

    @Override
    public Role role() {
        return Role.AXON;
    }

    @Override
    public Writer writer() {
        return (order, version, events) -> {
            List<DomainEventMessage<?>> messages = new ArrayList<>(events.size());
            long sequence = version;
            for (OrderEvent event : events) {
                messages.add(new GenericDomainEventMessage<>("Order", order, sequence++, event, metadata));
            }
            DefaultUnitOfWork.startAndGet(messages.get(0)).execute(() -> appends.appendEvents(messages));
        };
    }

    @Override
    public Reader reader() {
        return new Reader() {
            @Override
            public Totals load(String order) {
                Totals totals = new Totals();
                DomainEventStream events = reads.readEvents(order);
                while (events.hasNext()) {
                    totals.add((OrderEvent) events.next().getPayload());
                }
                return totals;
            }

            @Override
            public Totals replay() {
                Totals totals = new Totals();
                reads.readEvents(null, false).forEach(event -> totals.add((OrderEvent) event.getPayload()));
                return totals;
            }
        };
    }

    @Override
    public void close() throws SQLException {
        writing.close();
        reading.close();
        server.drop(schema);
    }
}
