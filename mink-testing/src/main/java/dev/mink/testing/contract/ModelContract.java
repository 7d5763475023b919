package dev.mink.testing.contract;

import dev.mink.spi.EventStorage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Any sequence of appends and reads on a storage behaves as on a simple model. Random histories of
 * appends (right and wrong expectations, repeated event ids, several streams, transactions that commit
 * or roll back) and reads are played on both.
 *
 * <p>The histories are the same in every run. A history that fails is shortened to the steps that
 * matter, and named by its seed: {@code -Dmink.model.seed=N} plays this one alone, {@code
 * -Dmink.model.histories=N} plays so many.
 *
 * @param <T> the transactions of the storage
 */
public abstract class ModelContract<T> {

    /** For subclasses. */
    protected ModelContract() {}

    /** A storage without events. It is asked for once, started and closed. */
    protected abstract EventStorage<T> newStorage();

    /** How many histories are played, each of about 100 operations; 25 unless overridden. */
    protected int histories() {
        return 25;
    }

    @Test
    @Timeout(600)
    void any_sequence_of_appends_and_reads_behaves_as_on_the_model() {
        Long seed = Long.getLong("mink.model.seed");
        int histories = Integer.getInteger("mink.model.histories", histories());
        try (EventStorage<T> storage = newStorage()) {
            storage.start();
            (seed != null ? LongStream.of(seed) : LongStream.rangeClosed(1, histories))
                    .forEach(new ModelHistories<>(storage)::play);
        }
    }
}
