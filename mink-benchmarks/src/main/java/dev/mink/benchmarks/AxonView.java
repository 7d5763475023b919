package dev.mink.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.serialization.json.JacksonSerializer;

/**
 * Fills a table by a tracking event processor of Axon's with a token store in the same database: tokens and upserts are
 * committed together for each batch of 1,000 events, on one thread.
 */
final class AxonView implements Operation {

    private final AxonStore store;
    private final AxonTransactions transactions;
    private final EmbeddedEventStore source;
    private final JdbcTokenStore tokens;
    private final String table;
    private final int events;
    private int runs;

    AxonView(AxonStore store, int events) throws SQLException {
        this.store = store;
        this.events = events;
        this.transactions = new AxonTransactions(store.writing());
        this.source = EmbeddedEventStore.builder().storageEngine(store.reads()).build();
        this.tokens = JdbcTokenStore.builder()
                .connectionProvider(transactions)
                .serializer(JacksonSerializer.defaultSerializer())
                .build();
        try (Connection connection = store.writing().getConnection();
                PreparedStatement create =
                        PostgresTokenTableFactory.INSTANCE.createTable(connection, new TokenSchema())) {
            create.execute();
            connection.commit();
        }
        this.table = "products";
        execute("create table " + table + " " + ViewReplay.DDL);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = store.writing().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
            connection.commit();
        }
    }

    @Override
    public int run() throws Exception {
        execute("truncate " + table);
        CountDownLatch left = new CountDownLatch(events);
        StreamingEventProcessor processor = TrackingEventProcessor.builder()
                .name("products-" + ++runs)
                .eventHandlerInvoker(new Upserts(left))
                .messageSource(source)
                .tokenStore(tokens)
                .transactionManager(transactions)
                .trackingEventProcessorConfiguration(TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                        .andBatchSize(Replay.PAGE))
                .build();
        processor.start();
        try {
            if (!left.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException(left.getCount() + " events are left");
            }
            return events;
        } finally {
            processor.shutDown();
        }
    }

    @Override
    public void close() {
        source.shutDown();
    }

    private final class Upserts implements EventHandlerInvoker {

        private final CountDownLatch left;

        Upserts(CountDownLatch left) {
            this.left = left;
        }

        @Override
        public boolean canHandle(EventMessage<?> message, Segment segment) {
            return true;
        }

        @Override
        public void handle(EventMessage<?> message, Segment segment) throws Exception {
            Connection connection = transactions.getConnection();
            try (PreparedStatement upsert = connection.prepareStatement(ViewReplay.upsert(table))) {
                ViewReplay.upsert(upsert, (OrderEvent) message.getPayload());
            }
            left.countDown();
        }
    }
}
