package dev.mink.testing.contract;

import dev.mink.spi.EventStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** Plays random histories on one storage, one after the other, and shortens those that fail. */
final class ModelHistories<T> {

    private static final int STEPS = 60;
    private static final int[] PAGE_SIZES = {1, 2, 3, 7, 1_000};

    private final EventStorage<T> storage;
    private int runs;

    ModelHistories(EventStorage<T> storage) {
        this.storage = storage;
    }

    /**
     * Plays the history of a seed.
     *
     * @throws AssertionFailedError if it fails, with the seed and the steps that are enough for that
     */
    void play(long seed) {
        List<ModelStep> steps = ModelStep.history(new Random(seed), STEPS);
        Throwable failure = failureOf(seed, steps);
        if (failure == null) {
            return;
        }
        for (int i = steps.size() - 1; i >= 0; i--) {
            List<ModelStep> fewer = new ArrayList<>(steps);
            fewer.remove(i);
            Throwable still = failureOf(seed, fewer);
            if (still != null) {
                steps = fewer;
                failure = still;
            }
        }
        throw new AssertionFailedError(
                "the history with -Dmink.model.seed=" + seed + " fails; these of its steps are enough:\n"
                        + steps.stream().map(ModelStep::toString).collect(Collectors.joining("\n"))
                        + "\n" + failure.getMessage(),
                failure);
    }

    private @Nullable Throwable failureOf(long seed, List<ModelStep> steps) {
        int pageSize = PAGE_SIZES[(int) Math.floorMod(seed, (long) PAGE_SIZES.length)];
        try {
            new ModelRun<>(storage, ++runs, pageSize).play(steps);
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }
}
