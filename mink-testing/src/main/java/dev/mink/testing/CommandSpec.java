package dev.mink.testing;

import dev.mink.Append;
import dev.mink.EventData;
import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.StreamId;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.assertj.core.annotation.CheckReturnValue;

/**
 * Tests what commands lead to as a story over the whole bus: given what has happened in some streams, when
 * a command is dispatched through all middleware to its handler, then this comes of it.
 *
 * <pre>{@code
 * CommandSpec.of(() -> Shop.mink(new InMemoryStorage()))
 *         .given(Order.TYPE.stream("o-1"), new Placed("c-1"))
 *         .when(new AddLine("o-1", "mug", 2, price))
 *         .thenAppended(Order.TYPE.stream("o-1"), new LineAdded("mug", 2, price));
 * }</pre>
 *
 * <p>Immutable: a beginning can be kept in a constant and be continued by many tests.
 */
@CheckReturnValue
public final class CommandSpec {

    private final Supplier<? extends Mink<?>> mink;
    private final List<Append> history;

    private CommandSpec(Supplier<? extends Mink<?>> mink, List<Append> history) {
        this.mink = mink;
        this.history = history;
    }

    /**
     * The story of an application to which nothing has happened yet.
     *
     * @param mink puts it together as in production, over a new {@link dev.mink.memory.InMemoryStorage}: called
     *     once for each story. It is neither started nor closed here, which a storage in memory does without.
     */
    public static CommandSpec of(Supplier<? extends Mink<?>> mink) {
        return new CommandSpec(Objects.requireNonNull(mink, "mink"), List.of());
    }

    /**
     * What has happened before in a stream, oldest first, behind what was given already.
     *
     * @param events plain, or as {@link EventData} where their metadata or ids matter
     */
    public CommandSpec given(StreamId stream, Object... events) {
        List<Object> more = Events.list("given", events);
        return more.isEmpty()
                ? this
                : new CommandSpec(
                        mink, Events.concat(history, List.of(Append.of(stream, ExpectedVersion.any(), more))));
    }

    /** Dispatches a command without metadata. */
    public CommandOutcome when(Object command) {
        return when(command, Metadata.empty());
    }

    /** Dispatches a command with metadata, as it would come from outside. */
    public CommandOutcome when(Object command, Metadata metadata) {
        Mink<?> application = Objects.requireNonNull(mink.get(), "the Mink of a CommandSpec");
        history.forEach(application.store()::append);
        return CommandOutcome.of(application, command, metadata);
    }
}
