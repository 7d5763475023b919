package dev.mink.schema;

import org.jspecify.annotations.Nullable;

/**
 * Finds in written JSON what cannot be stored or read back: NUL characters and unpaired surrogates,
 * which a writer leaves as escapes in texts (it may escape whole pairs, too), and NaN and the infinities, which are bare words where
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
                    int unit = codeUnit(json, i + 1);
                    i += 4;
                    if (unit == 0) {
                        return "a text contains a NUL character, which PostgreSQL cannot store";
                    }
                    if (Character.isHighSurrogate((char) unit) && isEscapedLowSurrogate(json, i + 1)) {
                        i += 6;
                    } else if (Character.isSurrogate((char) unit)) {
                        return "a text contains an unpaired surrogate, which is not valid Unicode";
                    }
                }
            } else if (!inText && (b == 'N' || b == 'I')) {
                return "a number is NaN or infinite, which JSON cannot express";
            }
        }
        return null;
    }

    private static boolean isEscapedLowSurrogate(byte[] json, int at) {
        return at + 5 < json.length
                && json[at] == '\\'
                && json[at + 1] == 'u'
                && Character.isLowSurrogate((char) codeUnit(json, at + 2));
    }

    private static int codeUnit(byte[] json, int digits) {
        int unit = 0;
        for (int i = digits; i < digits + 4; i++) {
            unit = unit << 4 | Character.digit(json[i], 16);
        }
        return unit;
    }
}
