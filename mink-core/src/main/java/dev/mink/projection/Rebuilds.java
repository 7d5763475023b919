package dev.mink.projection;

import dev.mink.projection.RebuildProgress.Outcome;
import dev.mink.spi.Generation;
import dev.mink.spi.Generation.State;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Begins rebuilds, and tells how far they are.
 *
 * @param <T> the transactions of the storage
 */
record Rebuilds<T>(Engine<T> engine) {

    Rebuild begin(Registration<T> registration, Consumer<RebuildProgress> watcher) {
        if (!registration.model().hasGenerations()) {
            throw new IllegalArgumentException("projection " + registration.name()
                    + " keeps one generation only and cannot be filled anew beside it: tell it with generations(...) how"
                    + " to keep several");
        }
        Fillings<T> fillings = new Fillings<>(engine.ground());
        Generation generation = fillings.rebuild(registration);
        Watch watch = new Watch(System.nanoTime(), generation.position());
        Rebuild rebuild = new Rebuild(() -> progress(generation, watch), () -> {
            boolean cancelled = fillings.cancel(registration, generation.number());
            engine.hurry();
            return cancelled;
        });
        engine.watch(() -> {
            RebuildProgress now = rebuild.progress();
            watcher.accept(now);
            return now.outcome() == Outcome.RUNNING;
        });
        engine.hurry();
        return rebuild;
    }

    private RebuildProgress progress(Generation begun, Watch watch) {
        Optional<Generation> now = engine.ground().progress().roster().generations().stream()
                .filter(each -> each.projection().equals(begun.projection()) && each.number() == begun.number())
                .findFirst();
        long total = engine.ground().storage().safePosition();
        long done = now.map(engine::position).orElse(0L);
        double seconds = (System.nanoTime() - watch.since()) / 1e9;
        double rate = seconds <= 0 ? 0 : Math.max(0, done - watch.from()) / seconds;
        Outcome outcome = now.map(each -> outcome(each.state())).orElse(Outcome.CANCELLED);
        Optional<Duration> remaining = rate > 0 && outcome == Outcome.RUNNING
                ? Optional.of(Duration.ofMillis((long) (Math.max(0, total - done) / rate * 1000)))
                : Optional.empty();
        return new RebuildProgress(begun.projection(), begun.number(), done, total, rate, remaining, outcome);
    }

    private static Outcome outcome(State state) {
        return switch (state) {
            case FILLING -> Outcome.RUNNING;
            case SERVING, INLINE -> Outcome.DONE;
            case RETIRED -> Outcome.CANCELLED;
        };
    }

    /**
     * Since when a rebuild is being watched, and where it was then.
     *
     * @param since by the system's nanosecond clock
     */
    private record Watch(long since, long from) {}
}
