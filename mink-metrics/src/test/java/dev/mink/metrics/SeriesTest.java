package dev.mink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.Instrumentation.Occurrence;
import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.command.CommandEnvelope;
import dev.mink.command.CommandResult;
import dev.mink.command.Middleware;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.metrics.Shop.OrderEvent;
import dev.mink.projection.Projection;
import dev.mink.projection.ProjectionObserver;
import dev.mink.projection.ProjectionObserver.Processing;
import dev.mink.schema.EventTypes;
import io.micrometer.core.instrument.Meter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However much there is to tell apart, there are so many series and no more. */
final class SeriesTest {

    private final Probe probe = new Probe();

    @Test
    void what_comes_after_the_limit_shares_one() {
        Series<String, StringBuilder> series = new Series<>(2, "other", StringBuilder::new);

        assertThat(series.of("a")).isSameAs(series.of("a")).hasToString("a");
        assertThat(series.of("b")).hasToString("b");
        assertThat(series.of("c")).isSameAs(series.of("d")).hasToString("other");
        assertThat(series.of("a")).hasToString("a");
        assertThat(series.of("other")).isSameAs(series.of("c"));
    }

    @Test
    void the_shared_one_does_not_take_the_place_of_another() {
        Series<String, StringBuilder> series = new Series<>(2, "other", StringBuilder::new);

        assertThat(series.of("other")).hasToString("other");
        assertThat(series.of("a")).hasToString("a");
        assertThat(series.of("b")).hasToString("b");
        assertThat(series.of("c")).hasToString("other");
    }

    @Test
    void many_threads_at_once_do_not_exceed_the_limit() throws Exception {
        Series<Integer, Integer> series = new Series<>(50, -1, key -> key);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Long>> distinct = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int first = thread * 1000;
                distinct.add(threads.submit(() -> IntStream.range(first, first + 1000)
                        .map(series::of)
                        .filter(kept -> kept >= 0)
                        .count()));
            }
            long kept = 0;
            for (Future<Long> each : distinct) {
                kept += each.get();
            }
            assertThat(kept).isEqualTo(50);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void categories_are_bounded() {
        MinkMetrics metrics =
                MinkMetrics.builder(probe.registry).maxTagValues(3).build();
        EventStore<?> store = EventStore.builder(new InMemoryStorage())
                .events(EventTypes.of(OrderEvent.class))
                .instrument(metrics)
                .build();
        for (int i = 0; i < 20; i++) {
            StreamId stream = StreamId.of("Tenant" + i, "1");
            var unused = store.append(stream, ExpectedVersion.any(), List.of(new OrderEvent.Placed("anna")));
            assertThat(store.read(stream)).hasSize(1);
            metrics.occurred(Occurrence.SNAPSHOT_TAKEN, "Tenant" + i);
            metrics.occurred(Occurrence.CONFLICT_RETRIED, "Tenant" + i);
        }

        for (String name : List.of(
                "mink.append",
                "mink.append.events",
                "mink.stream.version",
                "mink.load",
                "mink.load.events",
                "mink.events.loaded",
                "mink.events.appended",
                "mink.append.retries")) {
            assertThat(values(name, "category"))
                    .as(name)
                    .containsExactlyInAnyOrder("Tenant0", "Tenant1", "Tenant2", "other");
        }
        assertThat(values("mink.snapshots", "category")).hasSize(4);
        assertThat(probe.count("mink.events.appended")).isEqualTo(20);
        assertThat(probe.count("mink.events.appended", "category", "other")).isEqualTo(17);
        assertThat(probe.count("mink.load", "category", "other", "outcome", "success"))
                .isEqualTo(17);
    }

    @Test
    void types_of_commands_are_bounded() {
        MinkMetrics metrics =
                MinkMetrics.builder(probe.registry).maxTagValues(2).build();
        for (int i = 0; i < 20; i++) {
            metrics.occurred(Occurrence.COMMAND_RETRIED, "Command" + i);
        }

        assertThat(values("mink.commands", "type")).containsExactlyInAnyOrder("Command0", "Command1", "other");
        assertThat(probe.count("mink.command.retries", "type", "other")).isEqualTo(18);
    }

    @Test
    void names_of_projections_are_bounded() {
        ProjectionObserver observer = MinkMetrics.builder(probe.registry)
                .maxTagValues(2)
                .build()
                .projections()
                .orElseThrow();
        for (int i = 0; i < 20; i++) {
            observer.failed("projection" + i, 0, 0, new IllegalStateException("no"));
        }

        assertThat(values("mink.projection.errors", "name"))
                .containsExactlyInAnyOrder("projection0", "projection1", "other");
        assertThat(probe.count("mink.projection.errors", "name", "other")).isEqualTo(18);
    }

    @Test
    void so_are_their_gauges() {
        MinkMetrics metrics =
                MinkMetrics.builder(probe.registry).maxTagValues(2).build();
        Mink.Builder<MemoryTransaction> builder = Mink.builder(new InMemoryStorage())
                .projections(settings -> settings.byHand())
                .events(EventTypes.of(OrderEvent.class))
                .instrument(metrics);
        for (int i = 0; i < 5; i++) {
            builder.async(Projection.named("projection" + i)
                    .on(OrderEvent.Placed.class, (event, transaction) -> {})
                    .build());
        }
        try (Mink<MemoryTransaction> mink = builder.build().start()) {
            assertThat(mink.projections().statuses()).hasSize(5);
            assertThat(values("mink.projection.position", "name")).hasSize(2);
            assertThat(values("mink.projection.state", "name")).hasSize(2);
        }
    }

    @Test
    void combinations_of_two_tags_are_bounded_too() {
        ProjectionObserver observer = MinkMetrics.builder(probe.registry)
                .maxTagValues(10)
                .build()
                .projections()
                .orElseThrow();
        for (int name = 0; name < 10; name++) {
            Processing processing = observer.processing("projection" + name, 0, false);
            for (int type = 0; type < 10; type++) {
                processing.events(List.of(event("type" + type)));
            }
            processing.ended(null);
        }

        assertThat(probe.registry
                        .find("mink.projection.events")
                        .tags("outcome", "success")
                        .counters())
                .hasSize(51);
        assertThat(probe.count("mink.projection.events")).isEqualTo(100);
        assertThat(probe.count("mink.projection.events", "name", "other", "type", "other"))
                .isEqualTo(50);
    }

    private static RecordedEvent event(String type) {
        StreamId stream = StreamId.of("Order", "1");
        return new RecordedEvent(1, stream, 1, new UUID(0, 1), type, 1, "event", Metadata.empty(), Instant.EPOCH);
    }

    @Test
    void a_command_without_a_name_is_counted_with_the_others() {
        Middleware middleware = MinkMetrics.of(probe.registry).commands().orElseThrow();
        Object anonymous = new Object() {};
        CommandEnvelope envelope = new CommandEnvelope("1", anonymous, Metadata.empty());

        assertThat(middleware.handle(envelope, next -> CommandResult.done())).isEqualTo(CommandResult.done());
        assertThat(probe.count("mink.commands", "type", "other")).isEqualTo(1);
    }

    @Test
    void the_limit_has_a_range() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MinkMetrics.builder(probe.registry).maxTagValues(0))
                .withMessageContaining("maxTagValues 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MinkMetrics.builder(probe.registry).maxTagValues(10_001));
    }

    private List<String> values(String name, String tag) {
        return probe.registry.find(name).meters().stream()
                .map(Meter::getId)
                .map(id -> String.valueOf(id.getTag(tag)))
                .distinct()
                .toList();
    }
}
