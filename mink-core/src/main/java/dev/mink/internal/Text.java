package dev.mink.internal;

import java.util.Locale;
import java.util.Objects;

/** The rules that every text stored as a name must keep. */
public final class Text {

    private static final int SHOWN = 60;

    private Text() {}

    /**
     * Refuses a text that is blank, too long, padded with white space, or not storable.
     *
     * @param what what the text is, for the message
     * @return the text
     */
    public static String check(String what, String text, int maxLength) {
        Objects.requireNonNull(text, what);
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is blank: give it at least one character");
        }
        if (text.length() > maxLength) {
            throw new IllegalArgumentException(what + " " + quote(text) + " is " + text.length()
                    + " characters long: at most " + maxLength + " are allowed");
        }
        if (isSpace(text.charAt(0)) || isSpace(text.charAt(text.length() - 1))) {
            throw new IllegalArgumentException(
                    what + " " + quote(text) + " starts or ends with white space: strip it first");
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new IllegalArgumentException(what + " " + quote(text) + " contains the control character "
                        + code(text.charAt(i)) + " at index " + i + ": remove it");
            }
        }
        return checkStorable(what, text);
    }

    /** White space, breaking or not. */
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Refuses what PostgreSQL cannot store in a text: NUL characters and unpaired surrogates. */
    public static String checkStorable(String what, String text) {
        Objects.requireNonNull(text, what);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException(
                        what + " " + quote(text) + " contains a NUL character at index " + i + ": remove it");
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new IllegalArgumentException(what + " " + quote(text) + " contains the unpaired surrogate "
                            + code(c) + " at index " + i + ": it is not valid Unicode");
                }
                i++;
            }
        }
        return text;
    }

    /** The text in quotes, shortened and with unprintable characters escaped, for a message. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), SHOWN); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                quoted.append(code((char) c));
            } else {
                quoted.appendCodePoint(c);
            }
        }
        return quoted.append(text.length() > SHOWN ? "…\"" : "\"").toString();
    }

    private static String code(char c) {
        return String.format("\\u%04x", (int) c);
    }

    /** The name of a constant as words, such as {@code command retried}. */
    public static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
