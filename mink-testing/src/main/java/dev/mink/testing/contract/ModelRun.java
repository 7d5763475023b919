package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mink.Append;
import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.DuplicateEventIdException;
import dev.mink.EventData;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedPage;
import dev.mink.FeedQuery;
import dev.mink.Metadata;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.schema.EventTypes;
import dev.mink.spi.EventStorage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Plays one history on a store and on the model, and compares. The streams are the run's own, so that
 * many runs can share a storage, one after the other.
 */
final class ModelRun<T> {

    private static final EventTypes TYPES = EventTypes.of(Happening.class);
    private static final List<Class<?>> KINDS = List.of(Opened.class, Counted.class, Closed.class);
    private static final List<Metadata> METADATA = List.of(
            Metadata.empty(),
            Metadata.empty().withUserId("u").withTenantId("é"),
            new Metadata("c", "d", "", null, java.util.Map.of("ip", "::1", "\"", "\\")));

    private final EventStore<T> store;
    private final int number;
    private final int pageSize;
    private final List<StreamId> streams;
    private final List<String> categories;
    private final List<UUID> ids = new ArrayList<>();
    private final List<List<Append>> done = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    private Model model;

    ModelRun(EventStorage<T> storage, int number, int pageSize) {
        this.store =
                EventStore.builder(storage).events(TYPES).pageSize(pageSize).build();
        this.number = number;
        this.pageSize = pageSize;
        String tag = String.format("r%05d", number);
        this.categories = List.of(tag + "Order", tag + "Orders", tag + "A_%");
        this.streams = List.of(
                StreamId.of(categories.get(0), "1"),
                StreamId.of(categories.get(0), "10"),
                StreamId.of(categories.get(0), "1-1"),
                StreamId.of(categories.get(0), "😀"),
                StreamId.of(categories.get(0), "\uffff"),
                StreamId.of(categories.get(1), "1"),
                StreamId.of(categories.get(2), "%"),
                StreamId.of(categories.get(2), "\\_'\""));
        long start = store.lastPosition();
        this.model = new Model(start);
        followers.add(new Follower(FeedQuery.all(), start));
        followers.add(new Follower(FeedQuery.all().types(Counted.class), start));
        followers.add(new Follower(FeedQuery.all().categories(categories.get(1)), start));
        followers.add(new Follower(FeedQuery.all().streams(streams.get(0), streams.get(3)), start));
    }

    sealed interface Happening {}

    record Opened(String text) implements Happening {}

    record Counted(BigDecimal amount, String text) implements Happening {}

    record Closed() implements Happening {}

    void play(List<ModelStep> steps) {
        for (ModelStep step : steps) {
            play(step);
            assertThat(store.lastPosition()).as("last position after %s", step).isEqualTo(model.lastPosition());
            assertThat(store.safePosition()).as("safe position after %s", step).isEqualTo(model.lastPosition());
        }
        for (StreamId stream : streams) {
            read(StreamQuery.of(stream));
            assertThat(store.info(stream))
                    .as("info of %s", stream)
                    .isEqualTo(model.streams(stream.toString()).stream()
                            .filter(info -> info.stream().equals(stream))
                            .findFirst());
        }
        read(FeedQuery.all().after(model.position(-1)));
        followers.forEach(Follower::followToTheEnd);
    }

    private void play(ModelStep step) {
        if (step instanceof ModelStep.Writing writing) {
            append(store, model, appends(writing));
        } else if (step instanceof ModelStep.Transaction transaction) {
            play(transaction);
        } else if (step instanceof ModelStep.ReadingStream reading) {
            read(new StreamQuery(
                    streams.get(reading.stream() % streams.size()),
                    reading.from(),
                    reading.through(),
                    reading.newestFirst(),
                    reading.limit()));
        } else if (step instanceof ModelStep.ReadingFeed reading) {
            long after = Math.max(model.position(reading.after()) + reading.beside(), model.position(-1));
            read(filtered(reading.filter()).after(after).limit(reading.limit()));
        } else if (step instanceof ModelStep.Following following) {
            followers.get(following.follower() % followers.size()).next(following.limit());
        } else if (step instanceof ModelStep.Listing listing) {
            String id = streams.get(listing.stream() % streams.size()).toString();
            int length = Math.max(6, id.length() - listing.cutOff());
            String prefix =
                    id.substring(0, id.offsetByCodePoints(0, Math.min(length, id.codePointCount(0, id.length()))));
            assertThat(bounded(store.streams(prefix)))
                    .as("streams that start with %s", prefix)
                    .isEqualTo(model.streams(prefix));
        }
    }

    /** Thrown to roll back. */
    private static final class Rollback extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void play(ModelStep.Transaction transaction) {
        Model before = model;
        Model within = model.copy();
        model = within;
        try {
            store.transact(given -> {
                EventStore<T> view = store.within(given);
                for (ModelStep.Writing step : transaction.steps()) {
                    if (!append(view, within, appends(step))) {
                        throw new Rollback();
                    }
                }
                if (!transaction.commits()) {
                    throw new Rollback();
                }
                return within;
            });
        } catch (Rollback rolledBack) {
            model = before;
        }
    }

    private List<Append> appends(ModelStep.Writing step) {
        List<Append> appends = step instanceof ModelStep.Appending appending
                ? appending.parts().stream().map(this::append).toList()
                : again((ModelStep.Again) step);
        if (!appends.isEmpty()) {
            done.add(appends);
        }
        return appends;
    }

    private Append append(ModelStep.Part part) {
        StreamId stream = streams.get(part.stream() % streams.size());
        return Append.of(
                stream,
                expected(part.expecting(), model.version(stream)),
                part.events().stream().map(this::event).toList());
    }

    private static ExpectedVersion expected(ModelStep.Expecting expecting, long version) {
        return switch (expecting) {
            case ANY -> ExpectedVersion.any();
            case EXACTLY -> ExpectedVersion.exactly(version);
            case LESS -> ExpectedVersion.exactly(Math.max(0, version - 1));
            case MORE -> ExpectedVersion.exactly(version + 1);
            case NO_STREAM -> ExpectedVersion.noStream();
            case EXISTS -> ExpectedVersion.exists();
        };
    }

    private EventData event(ModelStep.Event event) {
        Happening happening = switch (event.kind()) {
            case 0 -> new Opened(event.text());
            case 1 ->
                new Counted(
                        new BigDecimal("2.50").scaleByPowerOfTen(event.text().length() % 7), event.text());
            default -> new Closed();
        };
        UUID id = event.reusedId() < 0 || ids.isEmpty() ? newId() : ids.get(event.reusedId() % ids.size());
        return new EventData(id, happening, METADATA.get(event.metadata()));
    }

    private UUID newId() {
        UUID id = new UUID(number, ids.size());
        ids.add(id);
        return id;
    }

    private List<Append> again(ModelStep.Again again) {
        if (done.isEmpty()) {
            return List.of();
        }
        List<Append> first = done.get(again.which() % done.size());
        return first.stream()
                .map(append -> switch (again.how()) {
                    case AS_IT_WAS -> append;
                    case WITHOUT_ITS_LAST_EVENT ->
                        with(
                                append,
                                append.events()
                                        .subList(0, Math.max(1, append.events().size() - 1)));
                    case WITH_ONE_MORE_EVENT -> {
                        List<Object> more = new ArrayList<>(append.events());
                        more.add(new EventData(newId(), new Closed(), Metadata.empty()));
                        yield with(append, more);
                    }
                    case BACKWARDS -> {
                        List<Object> backwards = new ArrayList<>(append.events());
                        Collections.reverse(backwards);
                        yield with(append, backwards);
                    }
                    case TO_ANOTHER_STREAM ->
                        Append.of(
                                streams.get((streams.indexOf(append.stream()) + 1) % streams.size()),
                                append.expected(),
                                append.events());
                })
                .toList();
    }

    private static Append with(Append append, List<Object> events) {
        return new Append(append.stream(), append.expected(), events);
    }

    /** Appends on both sides and compares; whether it was done, now or before. */
    private boolean append(EventStore<T> view, Model within, List<Append> appends) {
        if (appends.isEmpty()) {
            return true;
        }
        Append[] given = appends.toArray(Append[]::new);
        Model.Outcome outcome = within.outcomeOf(appends);
        if (outcome instanceof Model.Refused refused) {
            assertRefused(refused, within, catchThrowable(() -> view.append(given)));
            return false;
        }
        if (outcome instanceof Model.Repeated repeated) {
            assertThat(view.append(given))
                    .as("result of the repeated %s", appends)
                    .isEqualTo(repeated.results());
            return true;
        }
        List<AppendResult> results = view.append(given);
        assertThat(results).as("results of %s", appends).hasSameSizeAs(appends);
        for (int i = 0; i < given.length; i++) {
            learn(view, within, given[i], results.get(i));
        }
        return true;
    }

    private static void assertRefused(Model.Refused refused, Model model, Throwable thrown) {
        assertThat(thrown).isInstanceOf(refused.as());
        if (thrown instanceof ConcurrencyException conflict) {
            assertThat(conflict.stream()).isIn(refused.streams());
            assertThat(conflict.actual()).isEqualTo(model.version(conflict.stream()));
            assertThat(conflict.expected().isMetBy(conflict.actual())).isFalse();
        } else if (thrown instanceof DuplicateEventIdException duplicate) {
            assertThat(duplicate.stream()).isIn(refused.streams());
        }
    }

    /** Takes the events that were appended into the model as they are read, after a look at them. */
    private void learn(EventStore<T> view, Model within, Append append, AppendResult result) {
        long version = within.version(append.stream());
        List<RecordedEvent> read =
                bounded(view.read(StreamQuery.of(append.stream()).from(version + 1)));
        assertThat(read).as("what %s has added", append).hasSameSizeAs(append.events());
        for (int i = 0; i < read.size(); i++) {
            RecordedEvent event = read.get(i);
            EventData given = (EventData) append.events().get(i);
            assertThat(event)
                    .isEqualTo(new RecordedEvent(
                            event.position(),
                            append.stream(),
                            version + 1 + i,
                            given.id(),
                            given.event().getClass().getSimpleName(),
                            1,
                            given.event(),
                            given.metadata(),
                            event.recordedAt()));
            assertThat(event.position()).as("position of %s", event).isGreaterThan(within.lastPosition());
            within.add(event);
        }
        assertThat(result)
                .isEqualTo(new AppendResult(
                        append.stream(), within.version(append.stream()), within.lastPosition(), false));
    }

    private void read(StreamQuery query) {
        assertThat(bounded(store.read(query))).as("%s", query).isEqualTo(model.read(query));
    }

    private void read(FeedQuery query) {
        assertThat(bounded(store.read(query))).as("%s", query).isEqualTo(model.read(query));
    }

    /** More than there can be is not needed to see that it is too much; a broken storage may never end. */
    private <X> List<X> bounded(Stream<X> read) {
        return read.limit(model.size() + 20L).toList();
    }

    private FeedQuery filtered(ModelStep.Filter filter) {
        FeedQuery query = FeedQuery.all();
        List<Class<?>> types = some(KINDS, filter.types());
        List<String> names = some(categories, filter.categories());
        List<StreamId> exact = some(streams, filter.streams());
        query = types.isEmpty() ? query : query.types(types.toArray(Class<?>[]::new));
        query = names.isEmpty() ? query : query.categories(names.toArray(String[]::new));
        return exact.isEmpty() ? query : query.streams(exact.toArray(StreamId[]::new));
    }

    private static <X> List<X> some(List<X> all, int bits) {
        List<X> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if ((bits & 1 << i) != 0) {
                some.add(all.get(i));
            }
        }
        return some;
    }

    /** Reads the feed page by page from where it was. */
    private final class Follower {

        private final FeedQuery query;
        private long position;
        private final List<RecordedEvent> seen = new ArrayList<>();

        Follower(FeedQuery query, long position) {
            this.query = query;
            this.position = position;
        }

        FeedPage next(long limit) {
            FeedQuery next = query.after(position).limit(limit);
            long size = Math.min(limit, pageSize);
            List<RecordedEvent> expected = model.read(next.limit(size));
            boolean full = expected.size() == size;
            long end = full ? expected.get(expected.size() - 1).position() : model.lastPosition();

            FeedPage page = store.page(next);
            assertThat(page).as("page of %s", next).isEqualTo(new FeedPage(expected, end, !full));
            position = page.position();
            seen.addAll(page.events());
            return page;
        }

        void followToTheEnd() {
            while (!next(Long.MAX_VALUE).atEnd()) {
                assertThat(position).isLessThanOrEqualTo(model.lastPosition());
            }
            assertThat(seen)
                    .as("all that was seen of %s", query)
                    .isEqualTo(model.read(query.after(model.position(-1))));
        }
    }
}
