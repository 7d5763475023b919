package dev.mink.projection;

import dev.mink.spi.Generation;
import dev.mink.spi.Generation.State;
import java.util.List;
import java.util.Optional;

/**
 * Begins and ends generations.
 *
 * @param <T> the transactions of the storage
 */
record Fillings<T>(Ground<T> ground) {

    /**
     * Sees to it that there is a generation of a version. The first one of all is read at once; one that takes the
     * place of another is filled first, and so is one that appends fill from then on.
     */
    void open(Registration<T> registration) {
        var unused = ground.storage().transact(transaction -> {
            List<Generation> all = ground.progress().lock(transaction, registration.name());
            if (isMissing(registration, all)) {
                boolean first = all.stream().noneMatch(Generation::isRead);
                boolean serve = first && registration.mode() == Mode.ASYNC;
                var unusedAdded = add(transaction, registration, serve ? State.SERVING : State.FILLING, first);
            }
            return all;
        });
    }

    /** Whether readers see a generation of a version; where appends fill it, it must be the only one. */
    boolean isServed(Registration<T> registration, List<Generation> all) {
        return registration.read(all).isPresent()
                && (registration.mode() != Mode.INLINE
                        || all.stream()
                                        .filter(each -> each.projection().equals(registration.name()))
                                        .filter(Generation::isRead)
                                        .count()
                                == 1);
    }

    /** Whether readers see none, and none is being filled for them. */
    boolean isMissing(Registration<T> registration, List<Generation> all) {
        return !isServed(registration, all) && registration.filling(all).isEmpty();
    }

    /** Begins to fill a new generation beside the present one, unless one is being filled already. */
    Generation rebuild(Registration<T> registration) {
        return ground.storage().transact(transaction -> {
            List<Generation> all = ground.progress().lock(transaction, registration.name());
            Optional<Generation> underWay = registration.filling(all);
            return underWay.isPresent() ? underWay.get() : add(transaction, registration, State.FILLING, false);
        });
    }

    private Generation add(T transaction, Registration<T> registration, State state, boolean first) {
        ReadModel<T> model = registration.model();
        boolean skips = first && registration.options().start() == Start.NOW;
        long position = skips ? ground.storage().within(transaction).safePosition() : 0;
        Generation added = ground.progress()
                .add(
                        transaction,
                        model.name(),
                        model.version(),
                        state,
                        registration.options().partitions(),
                        position);
        model.create(transaction, added.number());
        if (state == State.SERVING) {
            model.serve(transaction, added.number());
        }
        return added;
    }

    /** Gives up a generation that is being filled; it does nothing if readers see it already. */
    boolean cancel(Registration<T> registration, int number) {
        return ground.storage().transact(transaction -> {
            boolean filling = ground.progress().lock(transaction, registration.name()).stream()
                    .anyMatch(each -> each.number() == number && each.state() == State.FILLING);
            if (filling) {
                ground.progress().change(transaction, registration.name(), number, State.RETIRED);
            }
            return filling;
        });
    }

    /** Retires a generation of another version that nobody runs any more, if one of this version is read. */
    void retire(Registration<T> registration, Generation old) {
        var unused = ground.storage().transact(transaction -> {
            List<Generation> all = ground.progress().lock(transaction, registration.name());
            if (registration.read(all).isPresent()) {
                ground.progress().change(transaction, old.projection(), old.number(), State.RETIRED);
            }
            return all;
        });
    }

    /** Removes a generation that was retired, with all that it holds. */
    void clean(Registration<T> registration, Generation retired) {
        var unused = ground.storage().transact(transaction -> {
            boolean there = ground.progress().lock(transaction, registration.name()).stream()
                    .anyMatch(each -> each.number() == retired.number() && each.state() == State.RETIRED);
            if (there) {
                ground.progress().remove(transaction, retired.projection(), retired.number());
                registration.model().drop(transaction, retired.number());
            }
            return there;
        });
    }
}
