package dev.mink.examples.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that these tests check. */
final class Sources {
    private static final Pattern REGION = Pattern.compile("-- region: (\\S+)\n(.*?)-- endregion", Pattern.DOTALL);

    private Sources() {}

    /** A file by its path from the root of the repository, wherever below it the tests were started. */
    static Path file(String path) {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        return directory.resolve(path);
    }

    static String text(String path) throws IOException {
        return Files.readString(file(path));
    }

    /** The queries of the runbooks by their names. */
    static Map<String, String> queries() throws IOException {
        String path = "examples/observability/src/test/resources/dev/mink/examples/observability/runbooks.sql";
        Map<String, String> queries = new LinkedHashMap<>();
        Matcher region = REGION.matcher(text(path));
        while (region.find()) {
            queries.put(region.group(1), region.group(2));
        }
        return queries;
    }
}
