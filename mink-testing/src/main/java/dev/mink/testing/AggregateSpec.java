package dev.mink.testing;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.EventStore;
import dev.mink.Repository;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.assertj.core.annotation.CheckReturnValue;

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
 * <p>All events go through the codec and a store in memory, so an event that could not be stored or read
 * back is found out here. Immutable: a beginning can be kept in a constant and be continued by many tests.
 *
 * @param <A> the aggregate
 * @param <E> its events
 */
@CheckReturnValue
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

    /** What has happened before, oldest first, behind what was given already. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final AggregateSpec<A, E> given(E... events) {
        return new AggregateSpec<>(type, id, Events.concat(history, Events.list("given", events)));
    }

    /**
     * Lets the aggregate act, once or several times: {@code order -> { order.pay(); order.ship(); }}. What it
     * throws is part of the outcome, but for errors, which are thrown.
     */
    public Outcome<A, E> when(Consumer<? super A> action) {
        Objects.requireNonNull(action, "action");
        EventStore<?> store = Events.store(type.events(), type.stream(id), history);
        Repository<A> aggregates = store.repository(type);
        A aggregate = aggregates.loadOrNew(id);
        List<E> raised;
        try {
            action.accept(aggregate);
            raised = List.copyOf(aggregate.uncommitted());
            aggregates.save(aggregate);
        } catch (RuntimeException e) {
            return Outcome.thrown(e);
        }
        return Outcome.of(aggregates.loadOrNew(id), raised);
    }
}
