package dev.mink.examples.retail;

import dev.mink.Mink;
import dev.mink.memory.InMemoryStorage;
import dev.mink.spi.EventStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The shop's books for tests, and what fills them. */
final class Shop {
    static final String SAMPLE_JSON = "{\"orders\":281,\"creditNotes\":29,\"adjustments\":0,\"lines\":5217,"
            + "\"rejected\":0,\"netTotal\":104842.84,\"countries\":{\"United Kingdom\":100669.08,\"Norway\":1919.14,"
            + "\"France\":855.86,\"EIRE\":570.38,\"Australia\":358.25,\"Germany\":277.53,\"Netherlands\":192.6}}";

    private Shop() {}

    static Mink<?> inMemory() {
        return over(new InMemoryStorage());
    }

    static Mink<?> over(EventStorage<?> storage) {
        return Bookkeeping.in(storage, Duration.ofMillis(1))
                .projections(settings -> settings.byHand())
                .build();
    }

    /** What the views say when they have caught up, and that the events say the same. */
    static Figures figures(Mink<?> mink) {
        mink.projections().awaitCaughtUp(Duration.ofMinutes(1));
        Figures figures = Figures.of(mink);
        Comparison.check(figures, Books.of(mink.store()));
        return figures;
    }

    /** Imports a file, or the sample if it is null. */
    static Progress imported(Mink<?> mink, Path file, Path rejected) throws IOException, InterruptedException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (Rejects rejects = new Rejects(rejected)) {
            Progress progress =
                    new Progress(nowhere, false, 1, rejects::count, () -> CompletableFuture.completedFuture(""));
            new Importer(mink.commands(), progress, rejects).run(DataFile.at(file));
            return progress;
        }
    }
}
