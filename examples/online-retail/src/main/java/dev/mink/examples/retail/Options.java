package dev.mink.examples.retail;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param data the file to import; null for the sample
 * @param dataDir where the embedded PostgreSQL keeps its data; null for the user's cache
 * @param rejects where the rejected rows go; null for the data directory
 * @param json whether the report is JSON
 * @param help whether only the help was asked for
 */
record Options(
        @Nullable Path data,
        @Nullable Path dataDir,
        @Nullable Path rejects,
        boolean json,
        boolean help) {
    static final String HELP = """
            Imports the orders of a web shop into an event store and reports on them.
            Kill it whenever you like: started again, it goes on where it was.

              --data FILE      the data, gzipped or not; else a sample, its first two days
              --data-dir DIR   for the data of the embedded PostgreSQL; else your cache
              --rejects FILE   for rows that cannot be imported; else in the data directory
              --json           prints the report as one JSON object
              --help           prints this

            With DATABASE_URL set, to postgres://user:password@host:5432/database or a
            jdbc: URL, that server is used instead of the embedded one. Each data file
            has a schema of its own.""";

    /**
     * @throws Refusal if there is something that is not an option, or its value is missing
     */
    static Options parse(String... arguments) {
        Path data = null;
        Path dataDir = null;
        Path rejects = null;
        boolean json = false;
        boolean help = false;
        for (int i = 0; i < arguments.length; i++) {
            String option = arguments[i];
            switch (option) {
                case "--data" -> data = path(option, arguments, ++i);
                case "--data-dir" -> dataDir = path(option, arguments, ++i);
                case "--rejects" -> rejects = path(option, arguments, ++i);
                case "--json" -> json = true;
                case "--help", "-h" -> help = true;
                default ->
                    throw new Refusal("unknown option " + Texts.quote(option) + ": --help shows those there are");
            }
        }
        return new Options(data, dataDir, rejects, json, help);
    }

    private static Path path(String option, String[] arguments, int index) {
        if (index == arguments.length || arguments[index].isBlank() || arguments[index].startsWith("--")) {
            throw new Refusal("option " + option + " has no value: write a path behind it");
        }
        try {
            return Path.of(arguments[index]);
        } catch (InvalidPathException e) {
            throw new Refusal(
                    "option " + option + " " + Texts.quote(arguments[index]) + " is not a path: write one", e);
        }
    }
}
