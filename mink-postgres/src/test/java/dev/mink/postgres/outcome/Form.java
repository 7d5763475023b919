package dev.mink.postgres.outcome;

import dev.mink.Append;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Fact;

/** The kinds of appends that differ in how they are written. */
enum Form {
    ONE_EVENT_AT_A_KNOWN_VERSION,
    SEVERAL_EVENTS,
    SEVERAL_STREAMS;

    /** An append to new streams whose ids start with a text. */
    Append[] append(String start) {
        StreamId stream = StreamId.of("Order", start);
        StreamId other = StreamId.of("Order", start + "-other");
        return switch (this) {
            case ONE_EVENT_AT_A_KNOWN_VERSION ->
                new Append[] {Append.of(stream, ExpectedVersion.noStream(), Fact.noted(1))};
            case SEVERAL_EVENTS -> new Append[] {Append.of(stream, ExpectedVersion.any(), Fact.noted(4))};
            case SEVERAL_STREAMS ->
                new Append[] {
                    Append.of(stream, ExpectedVersion.noStream(), Fact.noted(2)),
                    Append.of(other, ExpectedVersion.any(), Fact.noted(3))
                };
        };
    }
}
