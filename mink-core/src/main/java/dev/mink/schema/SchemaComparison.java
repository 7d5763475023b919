package dev.mink.schema;

import dev.mink.schema.SchemaBreak.Victim;
import dev.mink.schema.Shape.Property;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what has changed about an event that something cannot live with. */
final class SchemaComparison {

    private final String name;
    private final Shape before;
    private final Shape now;
    private final List<SchemaBreak> breaks;

    SchemaComparison(String name, Shape before, Shape now, List<SchemaBreak> breaks) {
        this.name = name;
        this.before = before;
        this.now = now;
        this.breaks = breaks;
    }

    static SchemaBreak gone(String name) {
        return new SchemaBreak(
                name,
                Victim.STORED_EVENTS,
                "it is gone, and stored events of it cannot be read: make its name an alias of the record that is in its"
                        + " place, replace(…) it by other events, ignore(…) it, or refuse(…) it on purpose");
    }

    void compare() {
        if (now.version() < before.version()) {
            stored("its version was " + before.version() + " and is " + now.version()
                    + ", so that stored events seem to be newer than the code: bring its upcasters back");
        } else if (now.oldest() > before.oldest()) {
            stored("versions from " + before.oldest() + " to " + (now.oldest() - 1)
                    + " cannot be read any more: bring their upcasters back, unless no such event is stored");
        } else if (now.version() == before.version()) {
            before.properties().forEach(this::compare);
            now.properties().forEach(this::compareNew);
        }
    }

    private void compare(String path, Property was) {
        Property is = now.properties().get(path);
        if (is == null) {
            if (!was.optional() && isThere(now, path)) {
                running(path + " is not written any more, but code of before needs it: " + nextVersion("json -> json")
                        + ", or go on writing it until no such code runs");
            }
            return;
        }
        if (!JsonTypes.isReadable(was.type(), is.type())) {
            stored(path + " was " + was.type() + " and is " + is.type() + ", which stored events do not fit: "
                    + nextVersion(change("change", path)));
        } else if (!JsonTypes.isReadable(is.type(), was.type())) {
            running(path + " was " + was.type() + " and is " + is.type() + ", which code of before cannot read: "
                    + nextVersion("json -> json"));
        }
        if (was.optional() && !is.optional()) {
            stored(path + " was optional and is needed, but may be missing in stored events: keep it optional, or "
                    + nextVersion(change("putIfAbsent", path)));
        } else if (!was.optional() && is.optional()) {
            running(path + " was needed and is optional, so that code of before may miss it: "
                    + nextVersion("json -> json"));
        }
    }

    private void compareNew(String path, Property is) {
        if (!before.properties().containsKey(path) && !is.optional() && isThere(before, path)) {
            stored(path + " is new and needed, but stored events do not have it: make it Optional or @Nullable, or "
                    + nextVersion(change("put", path)));
        }
    }

    /** Whether a shape has what a property is in, so that the property itself is what is new or gone. */
    private static boolean isThere(Shape shape, String path) {
        @Nullable String parent = Shape.parent(path);
        return parent == null || shape.properties().containsKey(parent);
    }

    private static String change(String operation, String path) {
        return Shape.parent(path) == null ? "json -> json." + operation + "(\"" + path + "\", …)" : "json -> …";
    }

    private String nextVersion(String change) {
        return "raise the version by upcast(\"" + name + "\", " + now.version() + ", " + change + ")";
    }

    private void stored(String message) {
        breaks.add(new SchemaBreak(name, Victim.STORED_EVENTS, message));
    }

    private void running(String message) {
        breaks.add(new SchemaBreak(name, Victim.RUNNING_CODE, message));
    }
}
