package dev.mink.testing.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One step of a random history. Steps refer to streams, ids and earlier appends by numbers that are
 * taken modulo what is there, so that a history still makes sense when steps are taken out of it.
 */
sealed interface ModelStep {

    /** What an append expects, in terms of the version that the stream has then. */
    enum Expecting {
        ANY,
        EXACTLY,
        LESS,
        MORE,
        NO_STREAM,
        EXISTS
    }

    /** Changes something, and can be part of a transaction. */
    sealed interface Writing extends ModelStep {}

    /**
     * An event to append.
     *
     * @param kind which type
     * @param text its content
     * @param metadata which metadata
     * @param reusedId which id of an earlier event, or negative for a new one
     */
    record Event(int kind, String text, int metadata, int reusedId) {}

    /** An append to one stream. */
    record Part(int stream, Expecting expecting, List<Event> events) {}

    /** A new append to one or several streams. */
    record Appending(List<Part> parts) implements Writing {}

    /** How an earlier append is tried again. */
    enum How {
        AS_IT_WAS,
        WITHOUT_ITS_LAST_EVENT,
        WITH_ONE_MORE_EVENT,
        BACKWARDS,
        TO_ANOTHER_STREAM
    }

    /** An earlier append, tried again. */
    record Again(int which, How how) implements Writing {}

    /** Several appends in one transaction. */
    record Transaction(List<Writing> steps, boolean commits) implements ModelStep {}

    /** A read of one stream. */
    record ReadingStream(int stream, long from, long through, boolean newestFirst, long limit) implements ModelStep {}

    /** A filter of the feed; bits say what is in it, none does not restrict. */
    record Filter(int types, int categories, int streams) {}

    /** A read of the feed behind some event. */
    record ReadingFeed(int after, int beside, Filter filter, long limit) implements ModelStep {}

    /** The next page of one of those who follow the feed. */
    record Following(int follower, long limit) implements ModelStep {}

    /** A list of streams, from their ids or from the names of their categories cut off somewhere. */
    record Listing(int stream, int cutOff) implements ModelStep {}

    List<String> TEXTS = List.of(
            "", "plain", "é ü", "😀", "\"quoted\"", "\\u0000", "line\nbreak", "'; drop", "%_", "x".repeat(3_000));

    static List<ModelStep> history(Random random, int length) {
        List<ModelStep> steps = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            steps.add(random(random));
        }
        return steps;
    }

    private static ModelStep random(Random random) {
        int dice = random.nextInt(100);
        if (dice < 55) {
            return writing(random);
        }
        if (dice < 65) {
            List<Writing> steps = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                steps.add(writing(random));
            }
            return new Transaction(steps, random.nextInt(3) > 0);
        }
        if (dice < 77) {
            return new ReadingStream(
                    random.nextInt(100),
                    1 + random.nextInt(6),
                    random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(12),
                    random.nextBoolean(),
                    limit(random));
        }
        if (dice < 87) {
            return new ReadingFeed(random.nextInt(100) - 20, random.nextInt(3) - 1, filter(random), limit(random));
        }
        return dice < 95
                ? new Following(random.nextInt(100), limit(random))
                : new Listing(random.nextInt(100), random.nextInt(6));
    }

    private static long limit(Random random) {
        return random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(8);
    }

    private static Filter filter(Random random) {
        return new Filter(bits(random), bits(random), bits(random));
    }

    private static int bits(Random random) {
        return random.nextBoolean() ? 0 : random.nextInt(256);
    }

    private static Writing writing(Random random) {
        if (random.nextInt(6) == 0) {
            return new Again(random.nextInt(100), How.values()[random.nextInt(How.values().length)]);
        }
        List<Part> parts = new ArrayList<>();
        for (int i = random.nextInt(4) > 0 ? 0 : random.nextInt(3); i >= 0; i--) {
            List<Event> events = new ArrayList<>();
            for (int j = random.nextInt(random.nextInt(10) == 0 ? 12 : 3); j >= 0; j--) {
                events.add(new Event(
                        random.nextInt(3),
                        TEXTS.get(random.nextInt(TEXTS.size())),
                        random.nextInt(3),
                        random.nextInt(15) == 0 ? random.nextInt(100) : -1));
            }
            parts.add(new Part(random.nextInt(100), expecting(random), events));
        }
        return new Appending(parts);
    }

    private static Expecting expecting(Random random) {
        return random.nextBoolean() ? Expecting.EXACTLY : Expecting.values()[random.nextInt(Expecting.values().length)];
    }
}
