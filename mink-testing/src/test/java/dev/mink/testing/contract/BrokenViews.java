package dev.mink.testing.contract;

import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.projection.Condition;
import dev.mink.spi.DocumentQuery;
import dev.mink.spi.EventStorage;
import dev.mink.spi.FieldOrder;
import dev.mink.spi.FieldValue;
import dev.mink.spi.ForwardingStorage;
import dev.mink.spi.ViewDocument;
import dev.mink.spi.ViewGeneration;
import dev.mink.spi.ViewStore;
import dev.mink.testing.contract.EventStorageContract.KeepingViews;
import dev.mink.testing.contract.EventStorageContract.QueryingViews;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Ways to break what a storage keeps of views, each with the part of the contract that must find it. */
@SuppressWarnings("ImmutableEnumChecker")
enum BrokenViews {
    SAVES_NOTHING(saving((documents, removed) -> documents.clear())),
    REMOVES_NOTHING(saving((documents, removed) -> removed.clear())),
    REMOVES_ONE(saving((documents, removed) ->
            removed.subList(Math.min(1, removed.size()), removed.size()).clear())),
    SAVES_ONE_LESS(saving((documents, removed) -> {
        if (documents.size() > 1) {
            documents.remove(0);
        }
    })),
    FORGETS_VALUES(saving((documents, removed) -> documents.replaceAll(each -> new ViewDocument(
            each.key(), each.json(), Collections.nCopies(each.values().size(), null))))),
    TAKES_LARGE_LETTERS_FOR_SMALL_ONES(saving((documents, removed) -> documents.replaceAll(
            each -> new ViewDocument(each.key().toLowerCase(Locale.ROOT), each.json(), each.values())))),
    CUTS_KEYS(saving((documents, removed) -> documents.replaceAll(each -> new ViewDocument(
            each.key().substring(0, Math.min(each.key().length(), 100)), each.json(), each.values())))),
    CUTS_DOCUMENTS(saving((documents, removed) -> documents.replaceAll(
            each -> new ViewDocument(each.key(), each.json().length() > 10_000 ? "{}" : each.json(), each.values())))),
    LOADS_NO_MATCHES(KeepingViews.class, store -> new Forwarding(store) {
        @Override
        public List<ViewDocument> load(
                MemoryTransaction transaction,
                ViewGeneration generation,
                Set<String> keys,
                Collection<FieldValue> matches) {
            return super.load(transaction, generation, keys, List.of());
        }
    }),
    LOADS_TWICE(KeepingViews.class, store -> new Forwarding(store) {
        @Override
        public List<ViewDocument> load(
                MemoryTransaction transaction,
                ViewGeneration generation,
                Set<String> keys,
                Collection<FieldValue> matches) {
            List<ViewDocument> twice = new ArrayList<>(super.load(transaction, generation, keys, List.of()));
            twice.addAll(super.load(transaction, generation, Set.of(), matches));
            return twice;
        }
    }),
    SERVES_AT_ONCE(KeepingViews.class, store -> new Forwarding(store) {
        @Override
        public void create(MemoryTransaction transaction, ViewGeneration generation) {
            super.create(transaction, generation);
            super.serve(transaction, generation.view(), 1, generation.number());
        }
    }),
    SERVES_THE_FIRST_FOR_EVER(KeepingViews.class, store -> new Forwarding(store) {
        private final Set<Integer> served = new HashSet<>();

        @Override
        public void serve(MemoryTransaction transaction, String view, int version, int generation) {
            if (served.add(version)) {
                super.serve(transaction, view, version, generation);
            }
        }
    }),
    HAS_ONE_VERSION_ONLY(KeepingViews.class, store -> new Forwarding(store) {
        @Override
        public void serve(MemoryTransaction transaction, String view, int version, int generation) {
            super.serve(transaction, view, 1, generation);
        }
    }),
    DROPS_NOTHING(KeepingViews.class, store -> new Forwarding(store) {
        @Override
        public void drop(MemoryTransaction transaction, String view, int generation) {}
    }),
    HIDES_OLD_VERSIONS_FROM_NEW_READERS(KeepingViews.class, store -> new Forwarding(store) {
        private final Set<Integer> served = new HashSet<>();

        @Override
        public void serve(MemoryTransaction transaction, String view, int version, int generation) {
            served.add(version);
            super.serve(transaction, view, version, generation);
        }

        @Override
        public List<ViewDocument> find(String view, int version, DocumentQuery query) {
            return served.contains(version) ? super.find(view, version, query) : List.of();
        }
    }),
    IGNORES_CONDITIONS(
            asking(query -> new DocumentQuery(null, query.orders(), query.after(), query.offset(), query.limit()))),
    IGNORES_ORDERS(
            asking(query -> new DocumentQuery(query.condition(), List.of(), null, query.offset(), query.limit()))),
    IGNORES_DIRECTIONS(asking(query -> new DocumentQuery(
            query.condition(),
            query.orders().stream().map(by -> new FieldOrder(by.field(), false)).toList(),
            query.after(),
            query.offset(),
            query.limit()))),
    IGNORES_PLACES(
            asking(query -> new DocumentQuery(query.condition(), query.orders(), null, query.offset(), query.limit()))),
    IGNORES_OFFSETS(
            asking(query -> new DocumentQuery(query.condition(), query.orders(), query.after(), 0, query.limit()))),
    IGNORES_LIMITS(asking(query ->
            new DocumentQuery(query.condition(), query.orders(), query.after(), query.offset(), Integer.MAX_VALUE))),
    KNOWS_THE_UNKNOWN(translating(
            condition -> condition instanceof Condition.Compared it && it.comparison() == Condition.Comparison.NE
                    ? it.and(Condition.field(it.field()).notNull())
                    : condition)),
    TAKES_PATTERNS_FOR_TEXTS(translating(condition ->
            condition instanceof Condition.Like it ? new Condition.Contains(it.field(), it.pattern()) : condition)),
    TAKES_TEXTS_FOR_PATTERNS(translating(condition ->
            condition instanceof Condition.Contains it && !it.text().endsWith("\\")
                    ? new Condition.Like(it.field(), "%" + it.text() + "%")
                    : condition)),
    COUNTS_ALL(QueryingViews.class, store -> new Forwarding(store) {
        @Override
        public long count(String view, int version, @Nullable Condition condition) {
            return super.count(view, version, null);
        }
    });

    private final Class<?> finder;
    private final UnaryOperator<ViewStore<MemoryTransaction>> breaking;

    BrokenViews(Breaking breaking) {
        this(breaking.finder(), breaking.store());
    }

    BrokenViews(Class<?> finder, UnaryOperator<ViewStore<MemoryTransaction>> breaking) {
        this.finder = finder;
        this.breaking = breaking;
    }

    /** The part of the contract that must find it. */
    Class<?> finder() {
        return finder;
    }

    EventStorage<MemoryTransaction> newStorage() {
        InMemoryStorage whole = new InMemoryStorage();
        ViewStore<MemoryTransaction> broken = breaking.apply(whole.views().orElseThrow());
        return new ForwardingStorage<>(whole) {
            @Override
            public Optional<ViewStore<MemoryTransaction>> views() {
                return Optional.of(broken);
            }
        };
    }

    private static Breaking saving(Change change) {
        return new Breaking(KeepingViews.class, store -> new Forwarding(store) {
            @Override
            public void save(
                    MemoryTransaction transaction,
                    ViewGeneration generation,
                    Collection<ViewDocument> documents,
                    Collection<String> removed) {
                List<ViewDocument> some = new ArrayList<>(documents);
                List<String> others = new ArrayList<>(removed);
                change.make(some, others);
                super.save(transaction, generation, some, others);
            }
        });
    }

    private static Breaking asking(UnaryOperator<DocumentQuery> question) {
        return new Breaking(QueryingViews.class, store -> new Forwarding(store) {
            @Override
            public List<ViewDocument> find(String view, int version, DocumentQuery query) {
                return super.find(view, version, question.apply(query));
            }
        });
    }

    private static Breaking translating(UnaryOperator<Condition> translation) {
        return asking(query -> new DocumentQuery(
                query.condition() == null ? null : translation.apply(query.condition()),
                query.orders(),
                query.after(),
                query.offset(),
                query.limit()));
    }

    private record Breaking(Class<?> finder, UnaryOperator<ViewStore<MemoryTransaction>> store) {}

    @FunctionalInterface
    private interface Change {
        void make(List<ViewDocument> documents, List<String> removed);
    }

    private static class Forwarding implements ViewStore<MemoryTransaction> {

        private final ViewStore<MemoryTransaction> to;

        Forwarding(ViewStore<MemoryTransaction> to) {
            this.to = to;
        }

        @Override
        public void create(MemoryTransaction transaction, ViewGeneration generation) {
            to.create(transaction, generation);
        }

        @Override
        public void serve(MemoryTransaction transaction, String view, int version, int generation) {
            to.serve(transaction, view, version, generation);
        }

        @Override
        public void drop(MemoryTransaction transaction, String view, int generation) {
            to.drop(transaction, view, generation);
        }

        @Override
        public void lock(MemoryTransaction transaction, ViewGeneration generation, Set<String> keys) {
            to.lock(transaction, generation, keys);
        }

        @Override
        public List<ViewDocument> load(
                MemoryTransaction transaction,
                ViewGeneration generation,
                Set<String> keys,
                Collection<FieldValue> matches) {
            return to.load(transaction, generation, keys, matches);
        }

        @Override
        public void save(
                MemoryTransaction transaction,
                ViewGeneration generation,
                Collection<ViewDocument> documents,
                Collection<String> removed) {
            to.save(transaction, generation, documents, removed);
        }

        @Override
        public List<ViewDocument> get(String view, int version, Set<String> keys) {
            return to.get(view, version, keys);
        }

        @Override
        public List<ViewDocument> find(String view, int version, DocumentQuery query) {
            return to.find(view, version, query);
        }

        @Override
        public long count(String view, int version, @Nullable Condition condition) {
            return to.count(view, version, condition);
        }
    }
}
