package dev.mink.projection;

import dev.mink.EventStore;
import dev.mink.FeedQuery;
import dev.mink.RecordedEvent;
import dev.mink.schema.Codec;
import dev.mink.spi.ViewField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A read model that mink keeps: events are folded into documents, each under a key.
 *
 * <pre>{@code
 * static final View<CountrySales> SALES = View.of("sales-per-country", CountrySales.class)
 *         .startWith(CountrySales::none)
 *         .on(Placed.class, Placed::country, (sales, placed) -> sales.plus(placed.total()))
 *         .field("total")
 *         .build();
 * }</pre>
 *
 * <p>Documents are records; keys are texts of 1 to 255 UTF-16 characters. Immutable, and as thread-safe as its
 * functions, which depend on nothing but their arguments.
 *
 * @param <S> the documents
 */
public final class View<S> {

    private final String name;
    private final Class<S> document;
    private final int version;
    private final boolean sliceable;
    private final FeedQuery events;
    private final Function<? super String, ? extends S> initial;
    private final List<Rule<S>> rules;
    private final Fields fields;
    private final Set<String> fieldsOfRules = new LinkedHashSet<>();
    private final Codec codec;
    private final Map<Class<?>, List<Rule<S>>> rulesByClass = new ConcurrentHashMap<>();

    private View(Builder<S> builder, Function<? super String, ? extends S> initial, FeedQuery events) {
        this.name = builder.name;
        this.document = builder.document;
        this.version = builder.version;
        this.sliceable = builder.sliceable;
        this.events = events;
        this.initial = initial;
        this.rules = List.copyOf(builder.rules);
        this.fields = new Fields(name, document, builder.fields);
        this.codec = builder.codec;
        for (Rule<S> rule : rules) {
            if (rule.field() != null) {
                fields.require(rule.field());
                fieldsOfRules.add(rule.field());
            }
        }
    }

    /**
     * Begins a view.
     *
     * @param name its name, which never changes: lower-case letters, digits and dashes, beginning with a letter, at
     *     most 40 characters
     * @param document what it consists of, a record without type parameters
     * @throws IllegalArgumentException if the name or the type is not like that
     */
    public static <S> Builder<S> of(String name, Class<S> document) {
        return new Builder<>(name, document);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its version, from 1. */
    public int version() {
        return version;
    }

    /** What its documents are. */
    public Class<S> document() {
        return document;
    }

    /** Which events it is made from. */
    public FeedQuery events() {
        return events;
    }

    /** The fields by which its documents can be found, in the order in which they were declared. */
    public List<ViewField> declaredFields() {
        return fields.declared();
    }

    /**
     * The documents as they were after the event at a position, and all before it, by their keys. They are folded
     * from the events in memory: what a rebuild would make of them now, whatever had been stored then.
     *
     * @param position where later events do not count; they may not have happened yet
     * @return unmodifiable, in no particular order
     */
    public Map<String, S> asOf(EventStore<?> store, long position) {
        return Past.through(position).all(this, store);
    }

    /**
     * The documents as they were at an instant, as {@link #asOf(EventStore, long)} folds them.
     *
     * @param instant where events recorded later do not count
     */
    public Map<String, S> asOf(EventStore<?> store, Instant instant) {
        return Past.at(instant).all(this, store);
    }

    /** The document of one key as it was after the event at a position; it alone is kept in memory. */
    public Optional<S> asOf(EventStore<?> store, long position, String key) {
        return Past.through(position).one(this, store, key);
    }

    /** The document of one key as it was at an instant; it alone is kept in memory. */
    public Optional<S> asOf(EventStore<?> store, Instant instant, String key) {
        return Past.at(instant).one(this, store, key);
    }

    boolean isSliceable() {
        return sliceable;
    }

    /** What to do with events of a class, in this order. */
    List<Rule<S>> rules(Class<?> event) {
        return rulesByClass.computeIfAbsent(
                event,
                type -> rules.stream()
                        .filter(rule -> rule.event().isAssignableFrom(type))
                        .toList());
    }

    S initial(String key) {
        return Objects.requireNonNull(
                initial.apply(key), () -> "the document with which view " + name + " starts for the key " + key);
    }

    Fields fields() {
        return fields;
    }

    /** Those by whose values rules look for documents. */
    Set<String> fieldsOfRules() {
        return fieldsOfRules;
    }

    /** How its documents become JSON and back. */
    public Codec codec() {
        return codec;
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * Makes another document from one and an event, as it was stored.
     *
     * @param <S> the documents
     * @param <E> the events
     */
    @FunctionalInterface
    public interface RecordedFold<S, E> {

        /**
         * The document after an event.
         *
         * @param document as it is before
         * @param event what happened
         * @param recorded where and when: position, stream, metadata and so on
         * @return null to delete it
         */
        @Nullable
        S apply(S document, E event, RecordedEvent recorded);
    }

    /**
     * Collects what belongs to a {@link View}; not thread-safe.
     *
     * <p>An event may match several rules, of its own type and of sealed roots above it: all of them apply, in the
     * order in which they were added. Functions that make a document from a document and an event return null to
     * delete it; those that come later begin with the initial document again.
     *
     * @param <S> the documents
     */
    public static final class Builder<S> {

        private final String name;
        private final Class<S> document;
        private int version = 1;
        private boolean sliceable;
        private String[] categories = {};
        private @Nullable Function<? super String, ? extends S> initial;
        private final List<Rule<S>> rules = new ArrayList<>();
        private final Set<String> fields = new LinkedHashSet<>();
        private Codec codec = Codec.json();

        private Builder(String name, Class<S> document) {
            this.name = Names.check(name);
            if (!document.isRecord() || document.getTypeParameters().length > 0) {
                throw new IllegalArgumentException("the documents of view " + name + " are to be of " + document
                        + ": they are records without type parameters");
            }
            this.document = document;
        }

        /** What a document is before its first event, by its key. */
        public Builder<S> startWith(Function<? super String, ? extends S> document) {
            initial = Objects.requireNonNull(document, "document to start with");
            return this;
        }

        /** What an event makes of the document whose key is the id of the event's stream, such as {@code 7} of
         * {@code Order-7}. */
        public <E> Builder<S> on(Class<E> event, BiFunction<? super S, ? super E, ? extends @Nullable S> fold) {
            return on(event, plain(fold));
        }

        /** The same, with the event as it was stored. */
        public <E> Builder<S> on(Class<E> event, RecordedFold<S, ? super E> fold) {
            return add(event, null, (e, recorded) -> List.of(recorded.stream().id()), true, fold);
        }

        /** What an event makes of the document with a key that it tells. */
        public <E> Builder<S> on(
                Class<E> event,
                Function<? super E, String> key,
                BiFunction<? super S, ? super E, ? extends @Nullable S> fold) {
            return on(event, key, plain(fold));
        }

        /** The same, with the event as it was stored. */
        public <E> Builder<S> on(Class<E> event, Function<? super E, String> key, RecordedFold<S, ? super E> fold) {
            return add(event, null, (e, recorded) -> Collections.singletonList(key.apply(event.cast(e))), true, fold);
        }

        /** What an event makes of several documents, or none; a key that is given twice counts once. */
        public <E> Builder<S> onEach(
                Class<E> event,
                Function<? super E, ? extends Collection<String>> keys,
                BiFunction<? super S, ? super E, ? extends @Nullable S> fold) {
            Objects.requireNonNull(keys, "keys");
            return onEach(event, (e, recorded) -> keys.apply(e), plain(fold));
        }

        /** The same, with the event as it was stored; for instance to take the key from its metadata. */
        public <E> Builder<S> onEach(
                Class<E> event,
                BiFunction<? super E, RecordedEvent, ? extends Collection<String>> keys,
                RecordedFold<S, ? super E> fold) {
            Objects.requireNonNull(keys, "keys");
            return add(
                    event, null, (e, recorded) -> new LinkedHashSet<>(keys.apply(event.cast(e), recorded)), true, fold);
        }

        /**
         * What an event makes of all documents in which a field has a certain value when it happens; of none, if the
         * value is null.
         *
         * @param field a declared field
         */
        public <E> Builder<S> where(
                Class<E> event,
                String field,
                Function<? super E, ? extends @Nullable Object> value,
                BiFunction<? super S, ? super E, ? extends @Nullable S> fold) {
            return where(event, field, value, plain(fold));
        }

        /** The same, with the event as it was stored. */
        public <E> Builder<S> where(
                Class<E> event,
                String field,
                Function<? super E, ? extends @Nullable Object> value,
                RecordedFold<S, ? super E> fold) {
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(value, "value");
            return add(event, field, (e, recorded) -> orNone(value.apply(event.cast(e))), false, fold);
        }

        private static Collection<?> orNone(@Nullable Object value) {
            return value == null ? List.of() : List.of(value);
        }

        /** Deletes the document whose key is the id of the event's stream, if it exists. */
        public Builder<S> remove(Class<?> event) {
            return add(event, null, (e, recorded) -> List.of(recorded.stream().id()), false, (s, e, recorded) -> null);
        }

        /** Deletes the document with a key that the event tells, if it exists. */
        public <E> Builder<S> remove(Class<E> event, Function<? super E, String> key) {
            Objects.requireNonNull(key, "key");
            return add(
                    event,
                    null,
                    (e, recorded) -> Collections.singletonList(key.apply(event.cast(e))),
                    false,
                    (s, e, recorded) -> null);
        }

        private static <S, E> RecordedFold<S, E> plain(BiFunction<? super S, ? super E, ? extends @Nullable S> fold) {
            Objects.requireNonNull(fold, "fold");
            return (document, event, recorded) -> fold.apply(document, event);
        }

        private <E> Builder<S> add(
                Class<E> event,
                @Nullable String field,
                Rule.Targets targets,
                boolean creates,
                RecordedFold<S, ? super E> fold) {
            Objects.requireNonNull(fold, "fold");
            if (!event.isRecord() && !event.isSealed()) {
                throw new IllegalArgumentException("view " + name + " cannot follow " + event.getName()
                        + ": events are records, or sealed roots that stand for all records under them");
            }
            rules.add(new Rule<>(
                    event, field, targets, creates, (s, e, recorded) -> fold.apply(s, event.cast(e), recorded)));
            return this;
        }

        /**
         * Declares a field by which documents can be found and ordered; it is indexed where the storage has indexes.
         *
         * @param path a component of the document, or of a record in it such as {@code address.city}: a {@code
         *     String}, an enum, a {@code UUID}, {@code LocalDate}, {@code YearMonth}, {@code Instant}, a number or a
         *     boolean, or an {@code Optional} of these
         */
        public Builder<S> field(String path) {
            fields.add(Objects.requireNonNull(path, "field"));
            return this;
        }

        /**
         * Its version; 1 unless set. Raise it whenever the same events make other documents, or fields change: the
         * view is then filled anew, while the old documents go on being kept and read until the new ones are
         * complete.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder<S> version(int number) {
            version = Names.checkVersion(name, number);
            return this;
        }

        /** Only events of streams in these categories; of all unless set. */
        public Builder<S> categories(String... names) {
            categories = names.clone();
            return this;
        }

        /**
         * Promises that events of different streams never touch the same document, so that slices of the streams may
         * be processed at once.
         */
        public Builder<S> perStream() {
            sliceable = true;
            return this;
        }

        /** How documents become JSON and back; {@link Codec#json()} unless set. It must write JSON. */
        public Builder<S> codec(Codec newCodec) {
            codec = Objects.requireNonNull(newCodec, "codec");
            return this;
        }

        /**
         * The view.
         *
         * @throws IllegalStateException if it has no document to start with, although an event may need one, or
         *     follows no event
         * @throws IllegalArgumentException if a field is not a component of the document that can be one, or a rule
         *     names a field that is not declared
         */
        public View<S> build() {
            if (rules.isEmpty()) {
                throw new IllegalStateException(
                        "view " + name + " follows no event: say with on(...) what which event does");
            }
            if (initial == null) {
                throw new IllegalStateException("view " + name
                        + " does not know what a document is before its first event: say so with startWith(...)");
            }
            FeedQuery query =
                    FeedQuery.all().types(rules.stream().map(Rule::event).toArray(Class<?>[]::new));
            return new View<>(this, initial, categories.length == 0 ? query : query.categories(categories));
        }
    }
}
