package dev.mink.projection;

import dev.mink.FeedQuery;
import dev.mink.spi.ViewGeneration;
import dev.mink.spi.ViewStore;

/**
 * A view as the engine runs it.
 *
 * @param view which
 * @param store where its documents are kept
 * @param <T> the transactions of the storage
 * @param <S> the documents
 */
record ViewModel<T, S>(View<S> view, ViewStore<T> store) implements ReadModel<T> {

    @Override
    public String name() {
        return view.name();
    }

    @Override
    public int version() {
        return view.version();
    }

    @Override
    public FeedQuery events() {
        return view.events();
    }

    @Override
    public boolean isSliceable() {
        return view.isSliceable();
    }

    @Override
    public boolean hasGenerations() {
        return true;
    }

    @Override
    public void create(T transaction, int generation) {
        store.create(transaction, generation(generation));
    }

    @Override
    public void serve(T transaction, int generation) {
        store.serve(transaction, name(), version(), generation);
    }

    @Override
    public void drop(T transaction, int generation) {
        store.drop(transaction, name(), generation);
    }

    @Override
    public Batch<T> begin(T transaction, int generation, boolean isReplay) {
        return new ViewBatch<>(view, store, transaction, generation(generation), false);
    }

    @Override
    public Batch<T> beginBesideOthers(T transaction, int generation) {
        return new ViewBatch<>(view, store, transaction, generation(generation), true);
    }

    private ViewGeneration generation(int number) {
        return new ViewGeneration(name(), number, view.declaredFields());
    }
}
