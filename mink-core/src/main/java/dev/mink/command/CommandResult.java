package dev.mink.command;

import dev.mink.StreamId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came of a command. */
public sealed interface CommandResult {

    /** The result of a command that changed nothing and has nothing to say. */
    static Accepted done() {
        return Accepted.DONE;
    }

    /** The result of a command that answers something. */
    static Accepted of(Object data) {
        return Accepted.DONE.withData(Objects.requireNonNull(data, "data"));
    }

    /**
     * The accepted result.
     *
     * @throws RuntimeException the domain's own exception, if the command was rejected, and the failure as
     *     it was, if it failed; a checked one as the cause of a {@link CommandFailedException}
     */
    Accepted orElseThrow();

    /** How this reads in logs, metrics and audits: {@code accepted}, {@code rejected} or {@code failed}. */
    String outcome();

    /**
     * The command did what it was meant to do.
     *
     * @param stream the stream of the aggregate that it acted on, or null if there is none
     * @param version the version of the stream after it; 0 if there is none
     * @param events the events that it raised, in their order
     * @param data what the handler answered besides, or null
     */
    record Accepted(
            @Nullable StreamId stream,
            long version,
            List<Object> events,
            @Nullable Object data) implements CommandResult {

        private static final Accepted DONE = new Accepted(null, 0, List.of(), null);

        /** Copies the list. */
        public Accepted {
            events = List.copyOf(events);
        }

        /** The id of the aggregate that the command acted on, or null if there is none. */
        public @Nullable String aggregateId() {
            return stream == null ? null : stream.id();
        }

        /** The same with this answer. */
        public Accepted withData(Object newData) {
            return new Accepted(stream, version, events, newData);
        }

        @Override
        public Accepted orElseThrow() {
            return this;
        }

        @Override
        public String outcome() {
            return "accepted";
        }
    }

    /**
     * A rule of the domain forbids the command. Not a failure: the system works. Nothing was changed, unless
     * a function rejected after it had appended, and outside of a transaction.
     *
     * @param reason the domain's own exception, or a {@link ValidationException}
     */
    record Rejected(RuntimeException reason) implements CommandResult {

        /** Refuses null. */
        public Rejected {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public Accepted orElseThrow() {
            throw reason;
        }

        @Override
        public String outcome() {
            return "rejected";
        }
    }

    /**
     * Something went wrong that is not the command's fault. Made only by {@link Middleware#recovery()};
     * without it, failures are thrown, also those that a handler gives as such a result.
     *
     * @param cause what went wrong
     */
    record Failed(Throwable cause) implements CommandResult {

        /** Refuses null. */
        public Failed {
            Objects.requireNonNull(cause, "cause");
        }

        @Override
        public Accepted orElseThrow() {
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new CommandFailedException(cause);
        }

        @Override
        public String outcome() {
            return "failed";
        }
    }
}
