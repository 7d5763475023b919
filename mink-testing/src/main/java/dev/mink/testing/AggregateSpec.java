package dev.mink.testing;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.memory.InMemoryStorage;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Tests the rules of an aggregate as a story: given what has happened, when it is asked to act, then this
 * happens.
 *
 * <pre>{@code
 * AggregateSpec.of(Order.TYPE)
 *         .given(new Placed("c-1"), new Shipped("T-1"))
 *         .when(order -> order.addLine("mug", 1, price))
 *         .thenThrows(OrderAlreadyShippedException.class);
 * }</pre>
 *
 * <p>The given events go through the codec and a store in memory, so an event that could not be stored or
 * read back is found out here. Immutable.
 *
 * @param <A> the aggregate
 * @param <E> its events
 */
public final class AggregateSpec<A extends Aggregate<E>, E> {

    private final AggregateType<A, E> type;
    private final String id;
    private final List<E> history;

    private AggregateSpec(AggregateType<A, E> type, String id, List<E> history) {
        this.type = type;
        this.id = id;
        this.history = history;
    }

    /** The story of an aggregate to which nothing has happened yet. */
    public static <A extends Aggregate<E>, E> AggregateSpec<A, E> of(AggregateType<A, E> type) {
        return new AggregateSpec<>(Objects.requireNonNull(type, "aggregate type"), "test", List.of());
    }

    /** The same of an aggregate with this id, where the id matters; {@code test} unless set. */
    public AggregateSpec<A, E> withId(String newId) {
        return new AggregateSpec<>(type, newId, history);
    }

    /** What has happened before, oldest first. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final AggregateSpec<A, E> given(E... events) {
        return new AggregateSpec<>(type, id, List.of(events));
    }

    /** Lets the aggregate act. */
    public Outcome<A, E> when(Consumer<? super A> action) {
        EventStore<?> store = EventStore.of(new InMemoryStorage(), type.events());
        if (!history.isEmpty()) {
            store.append(type.stream(id), ExpectedVersion.noStream(), history);
        }
        A aggregate = store.repository(type).loadOrNew(id);
        return Outcome.of(() -> {
            action.accept(aggregate);
            return new Outcome.Done<>(aggregate, aggregate.uncommitted());
        });
    }
}
