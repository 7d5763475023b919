package dev.mink.projection;

import java.util.Objects;
import java.util.regex.Pattern;

/** What a projection and a view may be called. */
final class Names {

    private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private Names() {}

    static String check(String name) {
        if (!VALID.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException("name \"" + name + "\" of a projection or view is not 1 to 40 lower-case"
                    + " letters, digits and dashes that begin with a letter, such as sales-per-country");
        }
        return name;
    }

    static int checkVersion(String name, int version) {
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + " of " + name + " is less than 1");
        }
        return version;
    }
}
