package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.Instrumentation.Occurrence;
import dev.mink.command.CommandHandler;
import dev.mink.command.CommandResult;
import dev.mink.command.Idempotent;
import dev.mink.command.Middleware;
import dev.mink.fixture.Basket;
import dev.mink.fixture.ObservedStorage;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.projection.AsyncOptions;
import dev.mink.projection.Projection;
import dev.mink.projection.ProjectionObserver;
import dev.mink.snapshot.SnapshotPolicy;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ForwardingLog;
import dev.mink.spi.ForwardingStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstrumentationTest {

    private final List<String> seen = new ArrayList<>();
    private final ObservedStorage<MemoryTransaction> storage = new ObservedStorage<>(new InMemoryStorage());

    private Mink.Builder<MemoryTransaction> mink() {
        return Mink.builder(storage)
                .projections(settings -> settings.byHand())
                .instrument(new Watcher("a"))
                .instrument(new Watcher("b"));
    }

    @Test
    void the_first_is_the_outermost_of_everything() {
        CommandHandler<Fill, MemoryTransaction> handler = (command, context) -> {
            context.store()
                    .append(StreamId.parse("Basket-1"), ExpectedVersion.any(), List.of(new Basket.Added("apple")));
            return CommandResult.done();
        };
        Middleware own = (envelope, next) -> {
            seen.add("own");
            return next.proceed(envelope);
        };
        try (Mink<MemoryTransaction> mink = mink().events(Basket.PLAIN.events())
                .handle(Fill.class, handler)
                .middleware(own)
                .build()
                .start()) {
            mink.dispatch(new Fill("1")).orElseThrow();
        }
        assertThat(seen)
                .containsExactly(
                        "a started",
                        "b started",
                        "a command",
                        "b command",
                        "own",
                        "a append",
                        "b append",
                        "a closing",
                        "b closing");
    }

    @Test
    void appends_within_transactions_are_seen_too() {
        try (Mink<MemoryTransaction> mink = mink().events(Basket.PLAIN.events()).build()) {
            var unused = mink.store()
                    .transact(transaction -> mink.store()
                            .within(transaction)
                            .append(
                                    StreamId.parse("Basket-1"),
                                    ExpectedVersion.any(),
                                    List.of(new Basket.Added("apple"))));
        }
        assertThat(seen).containsExactly("a append", "b append");
    }

    @Test
    void what_was_not_started_does_not_end() {
        mink().build().close();
        Mink<MemoryTransaction> twice = mink().build().start().start();
        twice.close();
        twice.close();
        assertThat(seen).containsExactly("a started", "b started", "a closing", "b closing");
    }

    @Test
    void repetitions_are_counted_by_command() {
        CommandHandler<Fill, MemoryTransaction> handler = (command, context) -> CommandResult.done();
        try (Mink<MemoryTransaction> mink = mink().handle(Fill.class, handler)
                .middleware(Middleware.idempotency())
                .build()) {
            mink.dispatch(new Fill("1")).orElseThrow();
            assertThat(counted()).isEmpty();
            mink.dispatch(new Fill("1")).orElseThrow();
        }
        assertThat(counted()).containsExactly("a COMMAND_REPEATED Fill", "b COMMAND_REPEATED Fill");
    }

    @Test
    void lost_races_are_counted_by_command_and_by_category() {
        CommandHandler<Fill, MemoryTransaction> handler = (command, context) -> {
            context.store()
                    .append(
                            StreamId.parse("Basket-1"),
                            ExpectedVersion.exactly(command.attempt()),
                            List.of(new Basket.Added("apple")));
            return CommandResult.done();
        };
        try (Mink<MemoryTransaction> mink = mink().aggregate(Basket.PLAIN)
                .handle(Fill.class, handler)
                .middleware(Middleware.retryOnConflict(3))
                .build()) {
            assertThatExceptionOfType(ConcurrencyException.class).isThrownBy(() -> mink.dispatch(new Fill("7")));
            assertThat(counted()).hasSize(4).contains("a COMMAND_RETRIED Fill", "b COMMAND_RETRIED Fill");
            seen.clear();

            Repository<Basket> baskets = mink.repository(Basket.PLAIN);
            baskets.create("2", basket -> basket.add("apple"));
            storage.beforeAppend(() -> mink.store()
                    .append(StreamId.parse("Basket-2"), ExpectedVersion.any(), List.of(new Basket.Added("pear"))));
            baskets.update("2", basket -> basket.add("plum"));
            assertThat(counted()).containsExactly("a CONFLICT_RETRIED Basket", "b CONFLICT_RETRIED Basket");
        }
    }

    @Test
    void snapshots_are_counted_by_category() {
        var type = Basket.type(SnapshotPolicy.every(2));
        try (Mink<MemoryTransaction> mink =
                mink().aggregate(type).snapshotsOn(Runnable::run).build()) {
            Repository<Basket> baskets = mink.repository(type);
            baskets.create("1", basket -> basket.add(2));
            assertThat(counted()).containsExactly("a SNAPSHOT_TAKEN Basket", "b SNAPSHOT_TAKEN Basket");
            seen.clear();
            var unused = baskets.load("1");
            assertThat(counted()).containsExactly("a SNAPSHOT_USED Basket", "b SNAPSHOT_USED Basket");
        }
    }

    @Test
    void the_processing_of_events_has_a_begin_and_an_end() {
        List<String> handled = new ArrayList<>();
        Projection<Object> projection = Projection.named("items")
                .on(Basket.Added.class, (added, delivery) -> {
                    seen.add("handled");
                    if (handled.isEmpty()) {
                        handled.add(added.item());
                        throw new IllegalStateException("the first time");
                    }
                })
                .build();
        try (Mink<MemoryTransaction> mink = mink().events(Basket.PLAIN.events())
                .async(projection, AsyncOptions.defaults().retries(3, Duration.ofNanos(1)))
                .build()) {
            mink.store().append(StreamId.parse("Basket-1"), ExpectedVersion.any(), List.of(new Basket.Added("apple")));
            seen.clear();
            for (int i = 0; i < 4; i++) {
                var unused = mink.projections().runOnce();
            }
        }
        assertThat(seen)
                .containsSubsequence(
                        "a begins",
                        "b begins",
                        "a [1]",
                        "b [1]",
                        "handled",
                        "b failed",
                        "a failed",
                        "a begins",
                        "b begins",
                        "a [1]",
                        "b [1]",
                        "handled",
                        "b ended",
                        "a ended");
    }

    private List<String> counted() {
        return seen.stream().filter(each -> each.contains("_")).toList();
    }

    /** A command that is handled once for each id. */
    private record Fill(String id) implements Idempotent {

        @Override
        public String idempotencyKey() {
            return id;
        }

        long attempt() {
            return Long.parseLong(id);
        }
    }

    private final class Watcher implements Instrumentation {

        private final String name;

        Watcher(String name) {
            this.name = name;
        }

        @Override
        public <T> EventStorage<T> storage(EventStorage<T> watched) {
            return new ForwardingStorage<>(watched, log -> new ForwardingLog(log) {
                @Override
                public List<AppendResult> append(AppendRequest request) {
                    seen.add(name + " append");
                    return super.append(request);
                }
            }) {};
        }

        @Override
        public Optional<Middleware> commands() {
            return Optional.of((envelope, next) -> {
                seen.add(name + " command");
                return next.proceed(envelope);
            });
        }

        @Override
        public Optional<ProjectionObserver> projections() {
            return Optional.of(new ProjectionObserver() {
                @Override
                public Processing processing(String projection, int partition, boolean isReplay) {
                    seen.add(name + " begins");
                    return new Processing() {
                        @Override
                        public void events(List<RecordedEvent> events) {
                            seen.add(name + " "
                                    + events.stream()
                                            .map(RecordedEvent::position)
                                            .toList());
                        }

                        @Override
                        public void ended(@Nullable Throwable failure) {
                            seen.add(name + (failure == null ? " ended" : " failed"));
                        }
                    };
                }
            });
        }

        @Override
        public void occurred(Occurrence what, String of) {
            seen.add(name + " " + what + " " + of);
        }

        @Override
        public void started(Mink<?> mink) {
            seen.add(name + " started");
        }

        @Override
        public void closing(Mink<?> mink) {
            seen.add(name + " closing");
        }
    }
}
