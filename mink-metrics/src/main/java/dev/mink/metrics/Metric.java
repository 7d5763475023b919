package dev.mink.metrics;

import static dev.mink.metrics.MeterInfo.Kind.COUNTER;
import static dev.mink.metrics.MeterInfo.Kind.DISTRIBUTION;
import static dev.mink.metrics.MeterInfo.Kind.GAUGE;
import static dev.mink.metrics.MeterInfo.Kind.TIMER;

import dev.mink.metrics.MeterInfo.Kind;
import dev.mink.metrics.MeterInfo.Tag;
import java.util.List;

/** All meters: what is registered, what is documented, and what dashboards may ask for. */
enum Metric {
    COMMANDS("commands", TIMER, "seconds", "Commands, with all attempts.", TagKeys.TYPE, TagKeys.COMMAND_OUTCOME),
    COMMANDS_ACTIVE("commands.active", GAUGE, "", "Commands that are being handled at this moment."),
    COMMAND_ERRORS(
            "command.errors",
            COUNTER,
            "",
            "Commands that failed, were not valid or not permitted; not those that a rule of the domain rejected.",
            TagKeys.TYPE,
            TagKeys.of("error", CommandError.allValues())),
    COMMAND_RETRIES("command.retries", COUNTER, "", "Commands handled again because they lost a race.", TagKeys.TYPE),
    COMMAND_REPEATED(
            "command.repeated", COUNTER, "", "Commands that came again and got the result of then.", TagKeys.TYPE),

    APPEND(
            "append",
            TIMER,
            "seconds",
            "Appends; `conflict`: a stream was not as expected. Category `several`: to streams of several.",
            TagKeys.CATEGORY,
            TagKeys.of("outcome", List.of("success", "conflict", "error"))),
    APPEND_EVENTS("append.events", DISTRIBUTION, "events", "Events of one append.", TagKeys.CATEGORY),
    APPEND_RETRIES(
            "append.retries",
            COUNTER,
            "",
            "Updates of aggregates done again because they lost a race.",
            TagKeys.CATEGORY),
    EVENTS_APPENDED("events.appended", COUNTER, "", "Events appended and committed.", TagKeys.TYPE, TagKeys.CATEGORY),
    STREAM_VERSION(
            "stream.version",
            DISTRIBUTION,
            "",
            "How long streams are: their version after an append.",
            TagKeys.CATEGORY),

    LOAD("load", TIMER, "seconds", "Reads of a stream, page by page.", TagKeys.CATEGORY, TagKeys.OUTCOME),
    LOAD_EVENTS("load.events", DISTRIBUTION, "events", "Events of one read of a stream.", TagKeys.CATEGORY),
    EVENTS_LOADED("events.loaded", COUNTER, "", "Events read from streams.", TagKeys.CATEGORY),

    SNAPSHOTS(
            "snapshots",
            COUNTER,
            "",
            "Snapshots; `ignored`: it could not be read, and all events were replayed.",
            TagKeys.CATEGORY,
            TagKeys.of("outcome", List.of("taken", "used", "ignored"))),
    CACHE_LOADS(
            "cache.loads",
            COUNTER,
            "",
            "Loads of types that have a cache of states.",
            TagKeys.CATEGORY,
            TagKeys.of("result", List.of("hit", "miss"))),
    CACHE_EVICTIONS("cache.evictions", COUNTER, "", "States removed from a full cache.", TagKeys.CATEGORY),
    CACHE_SIZE("cache.size", GAUGE, "", "States in a cache, about.", TagKeys.CATEGORY),

    PROJECTION_LAG_EVENTS(
            "projection.lag.events",
            GAUGE,
            "events",
            "How many events a projection is behind those that it could process.",
            TagKeys.NAME),
    PROJECTION_LAG_SECONDS(
            "projection.lag.seconds",
            GAUGE,
            "seconds",
            "The age of the oldest event that a projection could process; 0 if there is none.",
            TagKeys.NAME),
    PROJECTION_POSITION(
            "projection.position", GAUGE, "", "The position up to which all events are processed.", TagKeys.NAME),
    PROJECTION_STATE(
            "projection.state",
            GAUGE,
            "",
            "1 for the state that a projection is in, 0 for the others.",
            TagKeys.NAME,
            TagKeys.STATE),
    PROJECTION_DEAD_LETTERS(
            "projection.dead.letters",
            GAUGE,
            "",
            "Events that are parked because they, or one before them in their stream, could not be processed.",
            TagKeys.NAME),
    PROJECTION_EVENTS(
            "projection.events",
            COUNTER,
            "",
            "Events processed on this node; `error`: the transaction was undone, and they are tried again.",
            TagKeys.NAME,
            TagKeys.TYPE,
            TagKeys.OUTCOME),
    PROJECTION_DURATION(
            "projection.duration",
            TIMER,
            "seconds",
            "Transactions in which events were processed on this node.",
            TagKeys.NAME,
            TagKeys.OUTCOME),
    PROJECTION_ERRORS("projection.errors", COUNTER, "", "Failures on this node, also passing ones.", TagKeys.NAME),
    PROJECTION_PARKED(
            "projection.parked",
            COUNTER,
            "",
            "Events that this node parked because they could not be processed.",
            TagKeys.NAME),

    STORE_UP("store.up", GAUGE, "", "1 if the storage answered last time, 0 if it did not."),
    STORE_EVENTS("store.events", GAUGE, "events", "Events in the storage, about."),
    STORE_BYTES("store.bytes", GAUGE, "bytes", "The room that they take, with indexes; NaN if it is not known."),
    STORE_HELD(
            "store.held.events",
            GAUGE,
            "events",
            "Events that are committed but not read yet, since an append before them is still open; about."),

    POOL("hikaricp.connections", GAUGE, "", "Connections of the pool.", TagKeys.POOL),
    POOL_ACTIVE("hikaricp.connections.active", GAUGE, "", "Connections in use.", TagKeys.POOL),
    POOL_IDLE("hikaricp.connections.idle", GAUGE, "", "Connections not in use.", TagKeys.POOL),
    POOL_PENDING("hikaricp.connections.pending", GAUGE, "", "Threads that wait for a connection.", TagKeys.POOL),
    POOL_MAX("hikaricp.connections.max", GAUGE, "", "The most connections that the pool may have.", TagKeys.POOL),
    POOL_MIN("hikaricp.connections.min", GAUGE, "", "The connections that the pool keeps.", TagKeys.POOL),
    POOL_ACQUIRE("hikaricp.connections.acquire", TIMER, "seconds", "Waits for a connection.", TagKeys.POOL),
    POOL_USAGE("hikaricp.connections.usage", TIMER, "seconds", "Uses of a connection.", TagKeys.POOL),
    POOL_CREATION("hikaricp.connections.creation", TIMER, "seconds", "Openings of connections.", TagKeys.POOL),
    POOL_TIMEOUT("hikaricp.connections.timeout", COUNTER, "", "Waits for a connection in vain.", TagKeys.POOL);

    /** What names of meters begin with, unless set. */
    static final String PREFIX = "mink";

    private final String name;
    private final Kind kind;
    private final String unit;
    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final List<Tag> tags;

    Metric(String name, Kind kind, String unit, String meaning, Tag... tags) {
        this.name = name;
        this.kind = kind;
        this.unit = unit;
        this.meaning = meaning;
        this.tags = List.of(tags);
    }

    /** Without the prefix. */
    String shortName() {
        return name;
    }

    String unit() {
        return unit;
    }

    String meaning() {
        return meaning;
    }

    List<Tag> tags() {
        return tags;
    }

    /** Whether the pool registers it, not this module. */
    boolean isOfPool() {
        return tags.contains(TagKeys.POOL);
    }

    MeterInfo info() {
        return new MeterInfo(isOfPool() ? name : PREFIX + "." + name, kind, unit, tags, maxSeries(), meaning);
    }

    private int maxSeries() {
        if (isOfPool()) {
            return 0;
        }
        int fixed = tags.stream()
                .mapToInt(each -> Math.max(1, each.values().size()))
                .reduce(1, Math::multiplyExact);
        long open = tags.stream().filter(each -> each.values().isEmpty()).count();
        return fixed * (open == 0 ? 1 : open == 1 ? Limits.DEFAULT.names() + 1 : Limits.DEFAULT.pairs() + 1);
    }
}
