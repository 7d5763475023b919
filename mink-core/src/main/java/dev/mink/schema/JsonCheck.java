package dev.mink.schema;

import org.jspecify.annotations.Nullable;

/**
 * Finds in written JSON what cannot be stored or read back: NUL characters and unpaired surrogates,
 * which a writer leaves as escapes in texts, and NaN and the infinities, which are bare words where
 * JSON has none that begin with a capital letter.
 */
final class JsonCheck {

    private JsonCheck() {}

    /** What is wrong with the JSON, or null. */
    static @Nullable String problem(byte[] json) {
        boolean inText = false;
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            if (b == '"') {
                inText = !inText;
            } else if (b == '\\') {
                i++;
                if (json[i] == 'u') {
                    String problem = escapeProblem(json, i + 1);
                    if (problem != null) {
                        return problem;
                    }
                }
            } else if (!inText && (b == 'N' || b == 'I')) {
                return "a number is NaN or infinite, which JSON cannot express";
            }
        }
        return null;
    }

    private static @Nullable String escapeProblem(byte[] json, int digits) {
        boolean nul =
                json[digits] == '0' && json[digits + 1] == '0' && json[digits + 2] == '0' && json[digits + 3] == '0';
        if (nul) {
            return "a text contains a NUL character, which PostgreSQL cannot store";
        }
        boolean surrogate = (json[digits] | 0x20) == 'd' && Character.digit(json[digits + 1], 16) >= 8;
        return surrogate ? "a text contains an unpaired surrogate, which is not valid Unicode" : null;
    }
}
