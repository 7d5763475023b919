package dev.mink.examples.retail;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where programs of the user keep what they could do without, by the custom of the operating system. */
final class CacheDirectory {
    private CacheDirectory() {}

    static Path of(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("user.home", "."));
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return path(environment, "LOCALAPPDATA", home.resolve("AppData").resolve("Local"));
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches");
        }
        return path(environment, "XDG_CACHE_HOME", home.resolve(".cache"));
    }

    private static Path path(Map<String, String> environment, String variable, Path otherwise) {
        String value = environment.getOrDefault(variable, "");
        return value.isBlank() ? otherwise : Path.of(value);
    }
}
