package dev.mink.postgres.readmodel;

import dev.mink.Mink;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Fact.Noted;
import dev.mink.projection.RebuildProgress;
import dev.mink.projection.View;
import java.sql.Connection;
import java.time.Duration;

/** A process that fills a view, rebuilds it, and says how long that took. */
final class Rebuilder {

    record Count(String stream, long events, long sum) {}

    static final View<Count> COUNTS = View.of("counts", Count.class)
            .startWith(stream -> new Count(stream, 0, 0))
            .on(
                    Noted.class,
                    (count, noted) -> new Count(count.stream(), count.events() + 1, count.sum() + noted.number()))
            .build();

    private static final Duration LONG = Duration.ofMinutes(9);

    private Rebuilder() {}

    /** The arguments are the URL and the schema. */
    public static void main(String[] arguments) throws Exception {
        PostgresOptions options = PostgresOptions.defaults().schema(arguments[1]);
        try (Mink<Connection> mink = Mink.builder(PostgresStorage.connect(arguments[0], options))
                .events(Fact.TYPES)
                .async(COUNTS)
                .build()
                .start()) {
            mink.projections().awaitCaughtUp(LONG);
            long begin = System.nanoTime();
            RebuildProgress end = mink.projections().rebuild("counts").await(LONG);
            System.out.println(end.outcome() + " " + end.generation() + " " + end.done() + " in "
                    + (System.nanoTime() - begin) / 1_000_000 + " ms");
        }
    }
}
