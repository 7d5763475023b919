package dev.mink.testing;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.memory.InMemoryStorage;
import dev.mink.projection.View;
import dev.mink.schema.Codec;
import dev.mink.schema.EventTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.assertj.core.annotation.CheckReturnValue;
import org.opentest4j.AssertionFailedError;

/**
 * Tests a view as a story: given what has happened, then these are its documents.
 *
 * <pre>{@code
 * ViewSpec.of(ORDERS)
 *         .given("Order-o-1", new Placed("ann"), new LineAdded("mug", 2, price))
 *         .then("o-1", new OrderSummary("o-1", "ann", total, Optional.empty()));
 * }</pre>
 *
 * <p>All events and documents go through their codecs, so one that could not be stored or read back is found out
 * here. Each check throws an {@link AssertionError} that shows what differs, and returns this. Immutable: a beginning
 * can be kept in a constant and be continued by many tests.
 *
 * @param <S> the documents
 */
public final class ViewSpec<S> {

    private final View<S> view;
    private final EventTypes types;
    private final List<Given> history;

    private ViewSpec(View<S> view, EventTypes types, List<Given> history) {
        this.view = view;
        this.types = types;
        this.history = List.copyOf(history);
    }

    /** The story of a view, of which only the events that it follows are told. */
    @CheckReturnValue
    public static <S> ViewSpec<S> of(View<S> view) {
        return of(view, EventTypes.of(view.events().types().toArray(Class<?>[]::new)));
    }

    /** The story of a view among events of these types. */
    @CheckReturnValue
    public static <S> ViewSpec<S> of(View<S> view, EventTypes types) {
        return new ViewSpec<>(Objects.requireNonNull(view, "view"), Objects.requireNonNull(types, "types"), List.of());
    }

    /**
     * What has happened, behind what was given already.
     *
     * @param stream such as {@code Order-o-1}
     * @param events in their order, behind those that the stream has
     */
    @CheckReturnValue
    public ViewSpec<S> given(String stream, Object... events) {
        List<Given> more = new ArrayList<>(history);
        Events.list("given", events).forEach(event -> more.add(new Given(StreamId.parse(stream), event)));
        return new ViewSpec<>(view, types, more);
    }

    /** The document with this key is equal to this one. Records are compared by their components. */
    public ViewSpec<S> then(String key, S expected) {
        Map<String, S> documents = documents();
        String title = "document " + Values.show(key);
        if (!documents.containsKey(key)) {
            throw new AssertionFailedError("expected the " + title + ":\n  " + Values.show(expected)
                    + "\nbut there is none; " + show(documents));
        }
        Values.requireSame("expected the " + title + ":\n", expected, "but was:\n", documents.get(key));
        return this;
    }

    /** The document with this key passes a check, usually one of assertions. */
    public ViewSpec<S> then(String key, Consumer<? super S> check) {
        Map<String, S> documents = documents();
        S document = documents.get(key);
        if (document == null) {
            throw new AssertionFailedError(
                    "expected a document " + Values.show(key) + "\nbut there is none; " + show(documents));
        }
        check.accept(document);
        return this;
    }

    /** These are all documents, by their keys. */
    public ViewSpec<S> thenDocuments(Map<String, ? extends S> expected) {
        Map<String, S> actual = documents();
        List<String> differences = new ArrayList<>();
        expected.forEach((key, document) -> {
            S other = actual.get(key);
            if (other == null) {
                differences.add(Values.show(key) + " is missing: " + Values.show(document));
            } else {
                Values.differences(document, other).forEach(each -> differences.add(Values.show(key) + ": " + each));
            }
        });
        actual.forEach((key, document) -> {
            if (!expected.containsKey(key)) {
                differences.add(Values.show(key) + " was not expected: " + Values.show(document));
            }
        });
        if (!differences.isEmpty()) {
            throw new AssertionFailedError(
                    "expected " + show(new TreeMap<>(expected)) + "\nbut " + show(actual) + "\ndifference:\n  "
                            + String.join("\n  ", differences),
                    expected,
                    actual);
        }
        return this;
    }

    /** There is no document at all. */
    public ViewSpec<S> thenNothing() {
        return thenDocuments(Map.of());
    }

    /** There is no document with this key any more, but there was one before. */
    public ViewSpec<S> thenDeleted(String key) {
        EventStore<?> store = store();
        S document = documents(store, store.lastPosition()).get(key);
        if (document != null) {
            throw new AssertionFailedError("expected the document " + Values.show(key) + " to be deleted\nbut was:\n  "
                    + Values.show(document));
        }
        for (long position = store.lastPosition(); position > 0; position--) {
            if (view.asOf(store, position, key).isPresent()) {
                return this;
            }
        }
        throw new AssertionFailedError(
                "expected the document " + Values.show(key) + " to be deleted\nbut there never was one");
    }

    private Map<String, S> documents() {
        EventStore<?> store = store();
        return documents(store, store.lastPosition());
    }

    private EventStore<?> store() {
        EventStore<?> store = EventStore.of(new InMemoryStorage(), types);
        history.forEach(given -> store.append(given.stream(), ExpectedVersion.any(), List.of(given.event())));
        return store;
    }

    /** The documents as they would be read from a storage. */
    private Map<String, S> documents(EventStore<?> store, long position) {
        Codec codec = view.codec();
        Map<String, S> documents = new TreeMap<>();
        view.asOf(store, position)
                .forEach((key, document) -> documents.put(key, codec.decode(codec.encode(document), view.document())));
        return documents;
    }

    private static String show(Map<String, ?> documents) {
        if (documents.isEmpty()) {
            return "there are no documents";
        }
        StringBuilder text = new StringBuilder("these documents:");
        documents.forEach((key, document) ->
                text.append("\n  ").append(Values.show(key)).append(": ").append(Values.show(document)));
        return text.toString();
    }

    private record Given(StreamId stream, Object event) {}
}
