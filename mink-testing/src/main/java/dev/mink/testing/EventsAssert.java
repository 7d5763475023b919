package dev.mink.testing;

import dev.mink.Metadata;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.annotation.CheckReturnValue;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about events, plain or as {@link RecordedEvent}s read from a store. What is said of metadata,
 * streams and versions can only be said of recorded ones.
 *
 * <pre>{@code
 * assertThatEvents(store.read(stream))
 *         .containsExactly(new Placed("c-1"), new Shipped("T-1"))
 *         .hasUserId("u-1")
 *         .hasDenseVersions();
 * }</pre>
 */
public final class EventsAssert extends AbstractAssert<EventsAssert, List<?>> {

    private EventsAssert(List<?> actual) {
        super(actual, EventsAssert.class);
    }

    /** Begins assertions about these events, in their order. */
    @CheckReturnValue
    public static EventsAssert assertThatEvents(Collection<?> events) {
        return new EventsAssert(List.copyOf(events));
    }

    /** Begins assertions about these events, in their order. */
    @CheckReturnValue
    public static EventsAssert assertThatEvents(Stream<?> events) {
        return new EventsAssert(events.toList());
    }

    /**
     * They are exactly these, in this order. Records are compared by their components, arrays by their
     * elements.
     */
    public EventsAssert containsExactly(Object... expected) {
        return require(EventDifference.exactly(Events.list("expected", expected)));
    }

    /** They are as many as there are matchers, and each matches in its order. */
    public EventsAssert containsExactlyMatching(EventMatcher... matchers) {
        return require(List.of(matchers));
    }

    /** Their types are exactly these, in this order. */
    public EventsAssert hasTypes(Class<?>... types) {
        return require(Stream.of(types).map(EventMatcher::any).toList());
    }

    /** There are none. */
    public EventsAssert isEmpty() {
        return require(List.of());
    }

    private EventsAssert require(List<EventMatcher> expected) {
        EventDifference.between(expected, events()).ifPresent(difference -> {
            throw failureWithActualExpected(
                    difference.actual(), difference.expected(), "%s", "\n" + difference.message());
        });
        return this;
    }

    /** Goes on with those of one stream only; there may be none. */
    @CheckReturnValue
    public EventsAssert inStream(StreamId stream) {
        Objects.requireNonNull(stream, "stream");
        return new EventsAssert(recorded().stream()
                        .filter(event -> event.stream().equals(stream))
                        .toList())
                .as("events in %s", stream);
    }

    /** Each carries this correlation id. */
    public EventsAssert hasCorrelationId(String expected) {
        return requireEach("correlation id", expected, Metadata::correlationId);
    }

    /** Each carries this causation id. */
    public EventsAssert hasCausationId(String expected) {
        return requireEach("causation id", expected, Metadata::causationId);
    }

    /** Each carries this user id. */
    public EventsAssert hasUserId(String expected) {
        return requireEach("user id", expected, Metadata::userId);
    }

    /** Each carries this tenant id. */
    public EventsAssert hasTenantId(String expected) {
        return requireEach("tenant id", expected, Metadata::tenantId);
    }

    /** Each carries this attribute. */
    public EventsAssert hasAttribute(String name, String expected) {
        return requireEach(
                "attribute " + name, expected, metadata -> metadata.attributes().get(name));
    }

    /** The metadata of each passes a check, usually one of assertions. */
    public EventsAssert hasMetadata(Consumer<? super Metadata> check) {
        for (RecordedEvent event : some()) {
            try {
                check.accept(event.metadata());
            } catch (AssertionError e) {
                AssertionError failure = failure(
                        "%s",
                        "\nin the metadata of " + Values.show(event.event()) + ":\n"
                                + String.valueOf(e.getMessage()).indent(2).stripTrailing());
                failure.initCause(e);
                throw failure;
            }
        }
        return this;
    }

    /** In each stream, every event has the version after that of the one before it. */
    public EventsAssert hasDenseVersions() {
        Map<StreamId, RecordedEvent> last = new HashMap<>();
        for (RecordedEvent event : some()) {
            RecordedEvent before = last.put(event.stream(), event);
            if (before != null && event.version() != before.version() + 1) {
                throw failure(
                        "%s",
                        "\nexpected in " + event.stream() + " after version " + before.version() + ":\n  version "
                                + (before.version() + 1) + "\nbut was:\n  version " + event.version() + ", "
                                + Values.show(event.event()));
            }
        }
        return this;
    }

    private EventsAssert requireEach(String what, String expected, Function<Metadata, @Nullable String> property) {
        Objects.requireNonNull(expected, what);
        List<String> wrong = new ArrayList<>();
        for (RecordedEvent event : some()) {
            String found = property.apply(event.metadata());
            if (!expected.equals(found)) {
                wrong.add((found == null ? "none" : Values.show(found)) + " on " + Values.show(event.event()));
            }
        }
        if (!wrong.isEmpty()) {
            throw failure(
                    "%s",
                    "\nexpected on each event the " + what + ":\n  " + Values.show(expected) + "\nbut there is:\n  "
                            + String.join("\n  ", wrong));
        }
        return this;
    }

    /** The recorded events, of which there are some: what holds for each of none says nothing. */
    private List<RecordedEvent> some() {
        List<RecordedEvent> events = recorded();
        if (events.isEmpty()) {
            throw failure("%s", "\nthere is no event to look at");
        }
        return events;
    }

    private List<RecordedEvent> recorded() {
        List<RecordedEvent> events = new ArrayList<>();
        for (Object event : actual) {
            if (!(event instanceof RecordedEvent recorded)) {
                throw new IllegalArgumentException("the event " + event
                        + " is not recorded, so it has no stream, version and metadata: read it from the store");
            }
            events.add(recorded);
        }
        return events;
    }

    private List<Object> events() {
        List<Object> events = new ArrayList<>();
        actual.forEach(event -> events.add(event instanceof RecordedEvent recorded ? recorded.event() : event));
        return events;
    }
}
