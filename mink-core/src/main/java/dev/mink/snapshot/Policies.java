package dev.mink.snapshot;

import java.time.Duration;
import java.util.Objects;

/** The policies that mink has. */
final class Policies {

    private Policies() {}

    enum Never implements SnapshotPolicy {
        NEVER;

        @Override
        public boolean isDue(Saved saved) {
            return false;
        }

        @Override
        public String toString() {
            return "never";
        }
    }

    record Every(int events) implements SnapshotPolicy {

        Every {
            if (events < 1) {
                throw new IllegalArgumentException("every(" + events + "): a snapshot has at least 1 event");
            }
        }

        @Override
        public boolean isDue(Saved saved) {
            return saved.version() - saved.snapshotVersion() >= events;
        }

        @Override
        public String toString() {
            return "every " + events + (events == 1 ? " event" : " events");
        }
    }

    record LoadTook(Duration longerThan) implements SnapshotPolicy {

        LoadTook {
            requireNotNegative("whenLoadTook", longerThan);
        }

        @Override
        public boolean isDue(Saved saved) {
            return saved.loadTook().compareTo(longerThan) > 0;
        }

        @Override
        public String toString() {
            return "when the load took longer than " + longerThan;
        }
    }

    record On(Class<?> event) implements SnapshotPolicy {

        On {
            Objects.requireNonNull(event, "event type");
        }

        @Override
        public boolean isDue(Saved saved) {
            return saved.events().stream().anyMatch(event::isInstance);
        }

        @Override
        public String toString() {
            return "on " + event.getSimpleName();
        }
    }

    record OlderThan(Duration age) implements SnapshotPolicy {

        OlderThan {
            requireNotNegative("olderThan", age);
        }

        @Override
        public boolean isDue(Saved saved) {
            return saved.snapshotAt() == null
                    || Duration.between(saved.snapshotAt(), saved.at()).compareTo(age) > 0;
        }

        @Override
        public String toString() {
            return "older than " + age;
        }
    }

    record Or(SnapshotPolicy one, SnapshotPolicy other) implements SnapshotPolicy {

        @Override
        public boolean isDue(Saved saved) {
            return one.isDue(saved) || other.isDue(saved);
        }

        @Override
        public String toString() {
            return "(" + one + " or " + other + ")";
        }
    }

    record And(SnapshotPolicy one, SnapshotPolicy other) implements SnapshotPolicy {

        @Override
        public boolean isDue(Saved saved) {
            return one.isDue(saved) && other.isDue(saved);
        }

        @Override
        public String toString() {
            return "(" + one + " and " + other + ")";
        }
    }

    private static void requireNotNegative(String policy, Duration duration) {
        Objects.requireNonNull(duration, policy);
        if (duration.isNegative()) {
            throw new IllegalArgumentException(policy + "(" + duration + "): a duration is not negative");
        }
    }
}
