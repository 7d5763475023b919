package dev.mink.metrics;

import dev.mink.metrics.MeterInfo.Tag;
import dev.mink.projection.ProjectionState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What tells series apart. */
final class TagKeys {

    /** Of a command, or of an event. */
    static final Tag TYPE = of("type", List.of());

    static final Tag CATEGORY = of("category", List.of());
    static final Tag NAME = of("name", List.of());
    static final Tag POOL = of("pool", List.of());
    static final Tag OUTCOME = of("outcome", List.of("success", "error"));
    static final Tag COMMAND_OUTCOME = of("outcome", List.of("success", "rejected", "error"));
    static final Tag STATE = of(
            "state", Arrays.stream(ProjectionState.values()).map(TagKeys::value).toList());

    private TagKeys() {}

    static Tag of(String key, List<String> values) {
        return new Tag(key, values);
    }

    /** A state as its tag has it. */
    static String value(ProjectionState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
