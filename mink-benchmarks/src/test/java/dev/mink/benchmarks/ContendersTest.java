package dev.mink.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Metadata;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContendersTest {

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.start(null);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void the_server_is_durable() throws Exception {
        assertThat(server.describe()).contains("fsync=on", "synchronous_commit=on");
    }

    @Test
    void every_contender_keeps_what_it_is_given() throws Exception {
        try (Scenario.Contenders contenders = new Scenario.Contenders()) {
            for (BatchForm form : BatchForm.values()) {
                contenders.add(new MinimalTable(server, form));
                contenders.add(SameTable.create(server, form));
            }
            contenders.add(MinkStore.ungrouped(server));
            contenders.add(MinkStore.grouped(server));
            contenders.add(MinkStore.grouped(server, Metadata.empty().withUserId("u-1")));
            contenders.add(AxonStore.create(server));
            contenders.add(AxonStore.withLargePages(server, Map.of("userId", "u-1")));
            contenders.add(MinkStore.inMemory());
            for (Contender contender : contenders.all()) {
                keepsWhatItIsGiven(contender);
            }
        }
    }

    private static void keepsWhatItIsGiven(Contender contender) throws Exception {
        Orders orders = new Orders(20, 1);
        Totals all = new Totals();
        try (Contender.Writer writer = contender.writer();
                Contender.Reader reader = contender.reader()) {
            Totals batch = new Totals();
            List<OrderEvent> events = orders.nextOrder();
            events.forEach(batch::add);
            events.forEach(all::add);
            writer.append(orders.id(), 0, events);
            String batched = orders.id();

            Totals singles = new Totals();
            for (OrderEvent event : orders.nextOrder()) {
                writer.append(orders.id(), singles.events(), List.of(event));
                singles.add(event);
                all.add(event);
            }

            assertThat(reader.load(batched)).as(contender.name()).hasToString(batch.toString());
            assertThat(reader.load(orders.id())).as(contender.name()).hasToString(singles.toString());
            assertThat(reader.replay()).as(contender.name()).hasToString(all.toString());
        }
    }

    @Test
    void hand_written_jdbc_reads_the_table_that_mink_has_written() throws Exception {
        Metadata metadata = Metadata.empty().withCorrelationId("c-1");
        try (Scenario.Contenders contenders = new Scenario.Contenders()) {
            MinkStore mink = contenders.add(MinkStore.grouped(server, metadata));
            SameTable same = contenders.add(SameTable.of(server, mink.schema()));
            Orders orders = new Orders(20, 1);
            List<OrderEvent> events = orders.nextOrder();
            mink.writer().append(orders.id(), 0, events);
            try (Contender.Reader reader = same.reader()) {
                assertThat(reader.replay()).hasToString(mink.reader().replay().toString());
            }
        }
    }

    @Test
    void an_aggregate_has_all_events_of_its_order() throws Exception {
        MinkStore mink = MinkStore.inMemory();
        Orders orders = new Orders(20, 1);
        List<OrderEvent> events = orders.nextOrder();
        mink.writer().append(orders.id(), 0, events);
        assertThat(mink.aggregateReader().load(orders.id()))
                .hasToString(mink.reader().load(orders.id()).toString());
    }
}
