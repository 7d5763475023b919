package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.mink.AppendResult;
import dev.mink.ExpectedVersion;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventFilter;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.FeedRange;
import dev.mink.spi.ForwardingStorage;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamAppend;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;

/** The model finds what is wrong with a storage. */
class ModelProofTest {

    static Stream<Named<EventStorage<?>>> broken() {
        return Stream.of(
                Named.of("does nothing", new DoNothingStorage()),
                Named.of(
                        "expects nothing",
                        new Appending(append -> with(append, ExpectedVersion.any(), append.events()))),
                Named.of("forgets ids", new Appending(append -> with(append, append.expected(), renamed(append)))),
                Named.of("stores half", new Appending(append -> with(append, append.expected(), half(append)))),
                Named.of("never tells of repetitions", new Wrapped() {
                    @Override
                    public List<AppendResult> append(AppendRequest request) {
                        return super.append(request).stream()
                                .map(r -> new AppendResult(r.stream(), r.version(), r.position(), false))
                                .toList();
                    }
                }),
                Named.of("commits what was rolled back", new Wrapped() {
                    @Override
                    @SuppressWarnings("unchecked")
                    public <R, X extends Exception> R transact(Work<MemoryTransaction, R, X> work) throws X {
                        AtomicReference<Exception> thrown = new AtomicReference<>();
                        R result = super.transact(transaction -> {
                            try {
                                return work.in(transaction);
                            } catch (Exception e) {
                                thrown.set(e);
                                return null;
                            }
                        });
                        if (thrown.get() != null) {
                            throw (X) thrown.get();
                        }
                        return result;
                    }
                }),
                Named.of("ignores transactions", new Wrapped() {
                    @Override
                    public EventLog within(MemoryTransaction transaction) {
                        return new InMemoryStorage();
                    }
                }),
                Named.of("ignores the last version", new Wrapped() {
                    @Override
                    public List<StoredEvent> readStream(StreamQuery query) {
                        return super.readStream(query.through(Long.MAX_VALUE));
                    }
                }),
                Named.of("never reads backwards", new Wrapped() {
                    @Override
                    public List<StoredEvent> readStream(StreamQuery query) {
                        return super.readStream(
                                new StreamQuery(query.stream(), query.from(), query.through(), false, query.limit()));
                    }
                }),
                Named.of("repeats the last event of a page", new Wrapped() {
                    @Override
                    public List<StoredEvent> readFeed(FeedRange range) {
                        long after = Math.max(0, range.after() - 1);
                        return super.readFeed(new FeedRange(after, range.through(), range.filter(), range.limit()));
                    }
                }),
                Named.of("skips a position", new Wrapped() {
                    @Override
                    public List<StoredEvent> readFeed(FeedRange range) {
                        return super.readFeed(
                                new FeedRange(range.after() + 1, range.through(), range.filter(), range.limit()));
                    }
                }),
                Named.of(
                        "filters no types", new Filtering(f -> new EventFilter(Set.of(), f.categories(), f.streams()))),
                Named.of(
                        "filters no categories", new Filtering(f -> new EventFilter(f.types(), Set.of(), f.streams()))),
                Named.of(
                        "filters no streams", new Filtering(f -> new EventFilter(f.types(), f.categories(), Set.of()))),
                Named.of("is safe too late", new Wrapped() {
                    @Override
                    public long safePosition() {
                        return Math.max(0, super.safePosition() - 1);
                    }
                }),
                Named.of("lists by a longer prefix", new Wrapped() {
                    @Override
                    public List<StreamInfo> streams(String prefix, String after, int limit) {
                        return super.streams(prefix + "1", after, limit);
                    }
                }),
                Named.of("lists the first of a page twice", new Wrapped() {
                    @Override
                    public List<StreamInfo> streams(String prefix, String after, int limit) {
                        String before = after.isEmpty() ? "" : after.substring(0, after.length() - 1);
                        return super.streams(prefix, before, limit);
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_storage_that_is_broken_fails_with_the_seed_and_the_steps_that_are_enough(EventStorage<?> storage) {
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> play(storage))
                .withMessageMatching(
                        "(?s)the history with -Dmink.model.seed=\\d+ fails; these of its steps are enough:\n.*")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSizeGreaterThan(2));
    }

    @Test
    void a_storage_that_is_whole_passes() {
        assertThatNoException().isThrownBy(() -> play(new Wrapped()));
    }

    @Test
    void a_seed_always_gives_the_same_history() {
        assertThat(ModelStep.history(new Random(7), 60)).isEqualTo(ModelStep.history(new Random(7), 60));
        assertThat(ModelStep.history(new Random(7), 60)).isNotEqualTo(ModelStep.history(new Random(8), 60));
    }

    private static <T> void play(EventStorage<T> storage) {
        ModelHistories<T> histories = new ModelHistories<>(storage);
        for (long seed = 1; seed <= 10; seed++) {
            histories.play(seed);
        }
    }

    private static class Wrapped extends ForwardingStorage<MemoryTransaction> {
        Wrapped() {
            super(new InMemoryStorage());
        }
    }

    /** Changes what is appended outside of transactions. */
    private static final class Appending extends Wrapped {

        private final UnaryOperator<StreamAppend> change;

        Appending(UnaryOperator<StreamAppend> change) {
            this.change = change;
        }

        @Override
        public List<AppendResult> append(AppendRequest request) {
            return super.append(
                    new AppendRequest(request.streams().stream().map(change).toList()));
        }
    }

    private static StreamAppend with(StreamAppend append, ExpectedVersion expected, List<NewEvent> events) {
        return new StreamAppend(append.stream(), expected, events);
    }

    private static List<NewEvent> half(StreamAppend append) {
        return append.events().subList(0, (append.events().size() + 1) / 2);
    }

    private static List<NewEvent> renamed(StreamAppend append) {
        return append.events().stream()
                .map(event -> new NewEvent(
                        UUID.randomUUID(), event.type(), event.schemaVersion(), event.payload(), event.metadata()))
                .toList();
    }

    /** Changes the filters of reads. */
    private static final class Filtering extends Wrapped {

        private final UnaryOperator<EventFilter> change;

        Filtering(UnaryOperator<EventFilter> change) {
            this.change = change;
        }

        @Override
        public List<StoredEvent> readFeed(FeedRange range) {
            return super.readFeed(
                    new FeedRange(range.after(), range.through(), change.apply(range.filter()), range.limit()));
        }
    }
}
