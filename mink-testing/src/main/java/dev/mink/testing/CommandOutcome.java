package dev.mink.testing;

import dev.mink.FeedQuery;
import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.command.CommandResult;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.CommandResult.Rejected;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.assertj.core.annotation.CheckReturnValue;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * What came of a command: a result, and the events that were appended. Each check throws an {@link
 * AssertionError} that shows what differs, and otherwise lets the next one follow.
 *
 * <p>A command is expected to be accepted unless the story says {@link #thenRejected} or {@link #thenFailed}
 * first: without it, every other check fails and shows why the command was not accepted. Immutable.
 */
public final class CommandOutcome {

    private final Mink<?> mink;
    private final Object command;
    private final CommandResult result;
    private final List<RecordedEvent> appended;
    private final boolean told;

    private CommandOutcome(
            Mink<?> mink, Object command, CommandResult result, List<RecordedEvent> appended, boolean told) {
        this.mink = mink;
        this.command = command;
        this.result = result;
        this.appended = appended;
        this.told = told;
    }

    static CommandOutcome of(Mink<?> mink, Object command, Metadata metadata) {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(metadata, "metadata");
        long before = mink.store().lastPosition();
        CommandResult result = dispatch(mink, command, metadata);
        List<RecordedEvent> appended =
                mink.store().read(FeedQuery.all().after(before)).toList();
        return new CommandOutcome(mink, command, result, appended, result instanceof Accepted);
    }

    private static CommandResult dispatch(Mink<?> mink, Object command, Metadata metadata) {
        try {
            return mink.dispatch(command, metadata);
        } catch (RuntimeException e) {
            return new Failed(e);
        }
    }

    /** The command was accepted. */
    public CommandOutcome thenAccepted() {
        return thenAccepted(accepted -> {});
    }

    /** The command was accepted with a result that passes a check, usually one of assertions. */
    public CommandOutcome thenAccepted(Consumer<? super Accepted> check) {
        if (!(result instanceof Accepted accepted)) {
            throw failure(expected("be accepted"));
        }
        check.accept(accepted);
        return this;
    }

    /** The command was accepted and answered with this. */
    public CommandOutcome thenAnswered(Object data) {
        Objects.requireNonNull(data, "data");
        return thenAccepted(accepted ->
                Values.requireSame(expected("be answered with:"), data, "but the answer was:\n", accepted.data()));
    }

    /** The command was rejected with an exception of this type. */
    public CommandOutcome thenRejected(Class<? extends RuntimeException> type) {
        return thenRejected(type, e -> {});
    }

    /** The command was rejected with an exception of this type, which passes a check, usually one of assertions. */
    public <X extends RuntimeException> CommandOutcome thenRejected(Class<X> type, Consumer<? super X> check) {
        return require("be rejected with", type, result instanceof Rejected rejected ? rejected.reason() : null, check);
    }

    /** The command failed with an exception of this type, thrown or as a {@link Failed} result. */
    public CommandOutcome thenFailed(Class<? extends Throwable> type) {
        return thenFailed(type, e -> {});
    }

    /**
     * The command failed with an exception of this type, thrown or as a {@link Failed} result, and it passes a
     * check, usually one of assertions.
     */
    public <X extends Throwable> CommandOutcome thenFailed(Class<X> type, Consumer<? super X> check) {
        return require("fail with", type, result instanceof Failed failed ? failed.cause() : null, check);
    }

    private <X extends Throwable> CommandOutcome require(
            String how, Class<X> type, @Nullable Throwable actual, Consumer<? super X> check) {
        if (!type.isInstance(actual)) {
            throw failure(expected(how + ":\n  " + type.getName()));
        }
        check.accept(type.cast(actual));
        return new CommandOutcome(mink, command, result, appended, true);
    }

    /**
     * Exactly these events were appended to a stream, in this order; other streams are other checks. Records
     * are compared by their components, arrays by their elements.
     */
    public CommandOutcome thenAppended(StreamId stream, Object... events) {
        Objects.requireNonNull(stream, "stream");
        List<EventMatcher> expected = EventDifference.exactly(Events.list("expected", events));
        requireTold(expected("be followed by events in " + stream));
        EventDifference.between(expected, inStreams().getOrDefault(stream, List.of()))
                .ifPresent(difference -> {
                    throw difference.error("events of " + command + " in " + stream + "\n", elsewhere(stream));
                });
        return this;
    }

    /** No event was appended to any stream. */
    public CommandOutcome thenNothingAppended() {
        String expected = expected("be followed by no event");
        requireTold(expected);
        if (!appended.isEmpty()) {
            throw failure(expected);
        }
        return this;
    }

    /** All events that were appended pass a check, such as of their metadata. */
    public CommandOutcome thenEvents(Consumer<? super EventsAssert> check) {
        requireTold(expected("be followed by events"));
        check.accept(EventsAssert.assertThatEvents(appended).as("events of %s", command));
        return this;
    }

    /** Dispatches another command without metadata, after all that has happened. */
    @CheckReturnValue
    public CommandOutcome when(Object next) {
        return when(next, Metadata.empty());
    }

    /** Dispatches another command with metadata, after all that has happened. */
    @CheckReturnValue
    public CommandOutcome when(Object next, Metadata metadata) {
        requireTold(expected("be accepted"));
        return of(mink, next, metadata);
    }

    private void requireTold(String expected) {
        if (!told) {
            throw failure(expected);
        }
    }

    private String expected(String what) {
        return "expected " + command + " to " + what + "\n";
    }

    /** What the command came to instead of what was expected, with the exception as cause if there is one. */
    private AssertionError failure(String expected) {
        if (result instanceof Rejected rejected) {
            return new AssertionFailedError(
                    expected + "but it was rejected with:\n  " + rejected.reason(), rejected.reason());
        }
        if (result instanceof Failed failed) {
            return new AssertionFailedError(expected + "but it failed with:\n  " + failed.cause(), failed.cause());
        }
        return new AssertionFailedError(expected + "but it was accepted and appended "
                + (appended.isEmpty() ? "nothing" : "events\n" + lists(inStreams())));
    }

    private String elsewhere(StreamId stream) {
        Map<StreamId, List<Object>> others = inStreams();
        others.remove(stream);
        return others.isEmpty() ? "" : "\nbut there are events\n" + lists(others);
    }

    private static String lists(Map<StreamId, List<Object>> streams) {
        StringBuilder text = new StringBuilder();
        streams.forEach((stream, events) -> text.append(Events.show("in " + stream, events)));
        return text.toString().stripTrailing();
    }

    private Map<StreamId, List<Object>> inStreams() {
        Map<StreamId, List<Object>> streams = new LinkedHashMap<>();
        appended.forEach(event -> streams.merge(event.stream(), List.of(event.event()), Events::concat));
        return streams;
    }
}
