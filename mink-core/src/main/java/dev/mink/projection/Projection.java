package dev.mink.projection;

import dev.mink.FeedQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A read model that you keep yourself, such as in tables of your own: what to do with which events.
 *
 * <pre>{@code
 * static final Projection<Connection> SHIPMENTS = Projection.<Connection>named("shipments")
 *         .on(Placed.class, (placed, delivery) -> insert(delivery.transaction(), delivery.stream().id(), placed))
 *         .on(Shipped.class, (shipped, delivery) -> update(delivery.transaction(), delivery.stream().id(), shipped))
 *         .build();
 * }</pre>
 *
 * <p>Immutable, and as thread-safe as its handlers.
 *
 * @param <T> the transactions that its handlers need; {@code Object} if they need none
 */
public final class Projection<T> {

    private final String name;
    private final int version;
    private final FeedQuery events;
    private final boolean sliceable;
    private final Map<Class<?>, Handler<Object, T>> handlers;
    private final @Nullable Generations<T> generations;

    private Projection(Builder<T> builder, FeedQuery events) {
        this.name = builder.name;
        this.version = builder.version;
        this.events = events;
        this.sliceable = builder.sliceable;
        this.handlers = new LinkedHashMap<>(builder.handlers);
        this.generations = builder.generations;
    }

    /**
     * Begins a projection.
     *
     * @param name its name, which never changes: lower-case letters, digits and dashes, beginning with a letter, at
     *     most 40 characters
     * @throws IllegalArgumentException if the name is not like that
     */
    public static <T> Builder<T> named(String name) {
        return new Builder<>(name);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its version, from 1. */
    public int version() {
        return version;
    }

    /** Which events it processes. */
    public FeedQuery events() {
        return events;
    }

    boolean isSliceable() {
        return sliceable;
    }

    Optional<Generations<T>> generations() {
        return Optional.ofNullable(generations);
    }

    /** What to do with an event, if anything; that of its record goes before that of a sealed root above it. */
    @Nullable
    Handler<Object, T> handler(Class<?> event) {
        Handler<Object, T> exact = handlers.get(event);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<Class<?>, Handler<Object, T>> entry : handlers.entrySet()) {
            if (entry.getKey().isAssignableFrom(event)) {
                return entry.getValue();
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * Collects what belongs to a {@link Projection}; not thread-safe.
     *
     * @param <T> the transactions that its handlers need
     */
    public static final class Builder<T> {

        private final String name;
        private int version = 1;
        private String[] categories = {};
        private boolean sliceable;
        private final Map<Class<?>, Handler<Object, T>> handlers = new LinkedHashMap<>();
        private @Nullable Generations<T> generations;

        private Builder(String name) {
            this.name = Names.check(name);
        }

        /**
         * Its version; 1 unless set. Raise it whenever the handlers make something else of the same events: the
         * projection is then filled anew, while nodes of the old version go on with the old generation.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder<T> version(int number) {
            version = Names.checkVersion(name, number);
            return this;
        }

        /**
         * What to do with events of a type. Where several types match an event, its own record goes first, then what
         * was added first.
         *
         * @param event a record, or a sealed root that stands for all records under it
         * @throws IllegalArgumentException if the type was given before
         */
        public <E> Builder<T> on(Class<E> event, Handler<? super E, ? super T> handler) {
            Objects.requireNonNull(handler, "handler");
            Handler<Object, T> checked = (object, delivery) -> call(handler, event.cast(object), delivery);
            if (handlers.putIfAbsent(event, checked) != null) {
                throw new IllegalArgumentException("projection " + name + " has two handlers for " + event.getName()
                        + ": put what they do into one");
            }
            return this;
        }

        @SuppressWarnings("unchecked") // a handler only takes the transaction out of a delivery
        private static <E, T, U> void call(Handler<E, U> handler, E event, Delivery<T> delivery) throws Exception {
            handler.on(event, (Delivery<U>) delivery);
        }

        /** Only events of streams in these categories; of all unless set. */
        public Builder<T> categories(String... names) {
            categories = names.clone();
            return this;
        }

        /**
         * Promises that events of different streams never touch the same row, so that slices of the streams may be
         * processed at once.
         */
        public Builder<T> perStream() {
            sliceable = true;
            return this;
        }

        /** How several fillings are kept side by side; without it the projection cannot be rebuilt. */
        public Builder<T> generations(Generations<T> several) {
            generations = Objects.requireNonNull(several, "generations");
            return this;
        }

        /**
         * The projection.
         *
         * @throws IllegalStateException if it has no handler
         */
        public Projection<T> build() {
            if (handlers.isEmpty()) {
                throw new IllegalStateException(
                        "projection " + name + " has no handler: say with on(...) what to do with which event");
            }
            FeedQuery query = FeedQuery.all().types(handlers.keySet().toArray(Class<?>[]::new));
            return new Projection<>(this, categories.length == 0 ? query : query.categories(categories));
        }
    }
}
