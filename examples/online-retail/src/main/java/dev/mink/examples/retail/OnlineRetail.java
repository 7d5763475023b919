package dev.mink.examples.retail;

import dev.mink.Mink;
import dev.mink.MinkException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Imports the orders of a web shop and reports what they come to. */
public final class OnlineRetail {
    private static final int STOPPED = 1;
    private static final int REFUSED = 2;
    private static final int WRONG = 3;
    private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(5);
    private static final String INTERRUPTED = "the import was stopped, run it again to go on";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    OnlineRetail(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Runs the program; {@code --help} tells how. */
    public static void main(String[] arguments) {
        int status;
        boolean ending;
        try (Interruption interruption = new Interruption()) {
            status = new OnlineRetail(System.getenv(), System.out, System.err).run(arguments);
            ending = interruption.isEnding();
        }
        if (status != 0 && !ending) {
            System.exit(status);
        }
    }

    /**
     * Runs the program.
     *
     * @return its exit status: 0 if all went well, 1 if it had to stop, 2 if it could not begin,
     *     3 if the views and the events do not come to the same
     */
    int run(String... arguments) {
        try {
            Options options = Options.parse(arguments);
            if (options.help()) {
                out.println(Options.HELP);
            } else {
                importAndReport(options);
            }
            return 0;
        } catch (InterruptedException e) {
            return fail(STOPPED, INTERRUPTED);
        } catch (Discrepancy e) {
            return fail(WRONG, e.getMessage());
        } catch (Refusal | MinkException | IOException e) {
            if (Thread.interrupted()) {
                return fail(STOPPED, INTERRUPTED);
            }
            return e instanceof Refusal
                    ? fail(REFUSED, e.getMessage())
                    : fail(STOPPED, "the import stopped, run it again to go on: " + e.getMessage());
        }
    }

    private int fail(int status, @Nullable String message) {
        err.println("online-retail: "
                + String.valueOf(message).replaceAll("\\s+", " ").strip());
        return status;
    }

    private void importAndReport(Options options) throws IOException, InterruptedException {
        DataFile file = DataFile.at(options.data());
        DataFile.Survey survey = file.survey();
        String name = schema(survey);
        Path directory = options.dataDir() != null
                ? options.dataDir()
                : CacheDirectory.of(environment).resolve("mink").resolve("online-retail");
        Path rejected = options.rejects() != null ? options.rejects() : directory.resolve(name + "-rejects.csv");
        try (Rejects rejects = new Rejects(rejected);
                Database database = Database.open(environment.get("DATABASE_URL"), directory);
                Mink<Connection> mink = database.start(name)) {
            long before = mink.store().lastPosition();
            Progress progress = new Progress(
                    err, Terminal.isThere(environment), survey.rows(), rejects::count, new SoFar(mink)::ask);
            new Importer(mink.commands(), progress, rejects).run(file);
            Duration time = progress.time();
            progress.end(mink.store().lastPosition() > before);
            if (progress.lines() != survey.rows()) {
                throw new IOException(file.name() + " changed while it was read");
            }
            long imported = System.nanoTime();
            mink.projections().awaitCaughtUp(CAUGHT_UP_WITHIN);
            Duration behind = Duration.ofNanos(System.nanoTime() - imported);
            Figures figures = Figures.of(mink);
            long begun = System.nanoTime();
            Books books = Books.of(mink.store(), before);
            Effort reading = Effort.since(begun, books.events());
            Comparison.check(figures, books);
            Effort writing = new Effort(books.events() - books.earlier(), time);
            if (options.json()) {
                out.println(JsonReport.of(figures, rejects.count()));
            } else {
                out.println(TextReport.of(figures, books, rejects.count()));
                print("Import", writing.events() == 0 ? "nothing new" : writing);
                if (books.earlier() > 0) {
                    print("", String.format(Locale.ENGLISH, "%,d events were there before", books.earlier()));
                }
                print("Views", String.format(Locale.ENGLISH, "complete %.1f s later", behind.toNanos() / 1e9));
                print("Read back", reading);
                print("Schema", name);
                print("", database.name());
                print("Rejects", rejects.count() == 0 ? "none" : rejects.file());
            }
        }
    }

    /** The schema for the orders of a file, the same wherever the file is. */
    static String schema(DataFile.Survey survey) {
        return "shop_" + survey.sha256().substring(0, 8);
    }

    private void print(String what, Object value) {
        out.printf("%-11s%s%n", what, value);
    }
}
