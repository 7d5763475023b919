package dev.mink;

import dev.mink.internal.Text;
import java.util.Objects;

/**
 * The name of a stream: a category and an id with a dash between them, such as {@code Order-123}.
 *
 * <p>The category ends at the first dash, so an id may contain dashes and a category may not. Both
 * parts are at least one character, neither starts or ends with white space, and neither contains
 * control characters or unpaired surrogates; the whole is at most {@value #MAX_LENGTH} characters.
 *
 * @param category what kind of thing the stream is about, such as {@code Order}
 * @param id which one of its kind, unique within the category
 */
public record StreamId(String category, String id) {

    /** The greatest length of a whole stream id, in UTF-16 characters. */
    public static final int MAX_LENGTH = 255;

    /**
     * @throws IllegalArgumentException if a part breaks a rule of this type; the message names the
     *     part, its value and the rule
     */
    public StreamId {
        checkCategory(category);
        Text.check("stream id", id, MAX_LENGTH - category.length() - 1);
    }

    /** The stream {@code category-id}. */
    public static StreamId of(String category, String id) {
        return new StreamId(category, id);
    }

    /**
     * Reads a whole stream id, such as {@code Order-123}.
     *
     * @throws IllegalArgumentException if the text has no dash, or a part breaks a rule of this type
     */
    public static StreamId parse(String text) {
        Objects.requireNonNull(text, "stream id");
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException("stream id " + Text.quote(text)
                    + " has no dash: write it as category-id, for example \"Order-123\"");
        }
        return new StreamId(text.substring(0, dash), text.substring(dash + 1));
    }

    /**
     * Checks that a text may be a category.
     *
     * @return the category
     * @throws IllegalArgumentException if it is blank, too long, or contains a dash
     */
    static String checkCategory(String category) {
        Text.check("category", category, MAX_LENGTH - 2);
        if (category.indexOf('-') >= 0) {
            throw new IllegalArgumentException("category " + Text.quote(category)
                    + " contains a dash, which separates category and id: choose a category without one");
        }
        return category;
    }

    /** The whole stream id, as it is stored. */
    @Override
    public String toString() {
        return category + '-' + id;
    }
}
