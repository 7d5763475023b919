package dev.mink.projection;

import dev.mink.spi.DocumentQuery;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ViewDocument;
import dev.mink.spi.ViewStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of a view as they have been kept so far, which is somewhat behind the events unless the view is
 * kept inline. Each read sees one filling of the view as a whole, also while it is rebuilt. Until a new version of the
 * view is filled, the documents are those of the version before.
 *
 * <p>Immutable and thread-safe. Every method throws {@link dev.mink.StorageException} where the storage fails.
 *
 * @param <S> the documents
 */
public final class ViewRepository<S> {

    private final View<S> view;
    private final ViewStore<?> store;
    private final DocumentCoding<S> coding;

    private ViewRepository(View<S> view, ViewStore<?> store) {
        this.view = view;
        this.store = store;
        this.coding = new DocumentCoding<>(view);
    }

    /**
     * The documents of a view in a storage.
     *
     * @throws IllegalArgumentException if the storage does not keep views
     */
    public static <S> ViewRepository<S> of(EventStorage<?> storage, View<S> view) {
        return new ViewRepository<>(Objects.requireNonNull(view, "view"), store(storage));
    }

    /** Where a storage keeps views. */
    static <T> ViewStore<T> store(EventStorage<T> storage) {
        return storage.views()
                .orElseThrow(() -> new IllegalArgumentException(
                        storage.getClass().getName() + " does not keep views: use a storage that does"));
    }

    /**
     * The document with a key, if it exists.
     *
     * @throws IllegalArgumentException if no document can have this key
     */
    public Optional<S> get(String key) {
        return Optional.ofNullable(getMany(List.of(key)).get(key));
    }

    /**
     * The documents with these keys, by their keys, as far as they exist; all from the same moment.
     *
     * @throws IllegalArgumentException if no document can have one of these keys
     */
    public Map<String, S> getMany(Collection<String> keys) {
        keys.forEach(Step::checkKey);
        Map<String, S> found = new HashMap<>();
        if (!keys.isEmpty()) {
            store.get(view.name(), view.version(), Set.copyOf(keys))
                    .forEach(kept -> found.put(kept.key(), coding.decode(kept)));
        }
        return found;
    }

    /**
     * The documents that a query asks for, in its order.
     *
     * @throws IllegalArgumentException if the query names a field that is not declared, or a value that is not of the
     *     type of its field
     */
    public List<S> find(ViewQuery query) {
        return stored(query, query.limit()).stream().map(coding::decode).toList();
    }

    /**
     * As many documents as the limit of a query allows, and where the next ones are. Documents that change between two
     * pages may be on both or on none; all others are on one.
     *
     * @throws IllegalArgumentException as {@link #find} does
     */
    public ViewPage<S> page(ViewQuery query) {
        boolean unlimited = query.limit() == Integer.MAX_VALUE;
        List<ViewDocument> found = stored(query, unlimited ? query.limit() : query.limit() + 1);
        boolean more = found.size() > query.limit();
        List<ViewDocument> page = more ? found.subList(0, query.limit()) : found;
        List<S> documents = page.stream().map(coding::decode).toList();
        return new ViewPage<>(
                documents,
                more ? place(query, page.get(page.size() - 1).key(), documents.get(documents.size() - 1)) : null);
    }

    /**
     * How many documents meet a condition.
     *
     * @throws IllegalArgumentException as {@link #find} does
     */
    public long count(Condition condition) {
        return store.count(view.name(), view.version(), new StoredCondition(view.fields()).of(condition));
    }

    /** How many documents there are. */
    public long count() {
        return store.count(view.name(), view.version(), null);
    }

    private List<ViewDocument> stored(ViewQuery query, int limit) {
        query.orders().forEach(by -> view.fields().require(by.field()));
        Condition condition = query.condition();
        String after = query.after();
        return store.find(
                view.name(),
                view.version(),
                new DocumentQuery(
                        condition == null ? null : new StoredCondition(view.fields()).of(condition),
                        query.orders(),
                        after == null ? null : new PlaceText(view.fields(), query.orders()).read(after),
                        query.offset(),
                        limit));
    }

    private String place(ViewQuery query, String key, S document) {
        List<@Nullable Object> values = new ArrayList<>();
        query.orders().forEach(by -> values.add(view.fields().value(by.field(), document)));
        return new PlaceText(view.fields(), query.orders()).write(new DocumentQuery.Place(values, key));
    }
}
