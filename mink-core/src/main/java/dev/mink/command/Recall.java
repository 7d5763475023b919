package dev.mink.command;

import dev.mink.EventStore;
import dev.mink.command.CommandResult.Accepted;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Refuses results that a repetition would not get back as they are, before anything of them is stored. */
final class Recall {

    private Recall() {}

    /** Compares an answer with what is left of it in the memory. */
    static void requireAnswer(CommandEnvelope envelope, Object answer, Memory memory, @Nullable Class<?> type) {
        if (type == null || !isSame(answer, memory.answer(type))) {
            String command = envelope.type();
            String name = answer.getClass().getSimpleName();
            throw new IllegalStateException("the answer " + name + " to the command " + command
                    + " would not be the same when the command is repeated: "
                    + (type == null
                            ? "register the handler with its type, as handle(" + command + ".class, " + name
                                    + ".class, …)"
                            : "it does not come back as " + type.getSimpleName()
                                    + " from JSON; answer with a record of plain values"));
        }
    }

    private static boolean isSame(Object answer, @Nullable Object recalled) {
        return Objects.deepEquals(answer, recalled)
                || (recalled != null
                        && answer.getClass() == recalled.getClass()
                        && Arrays.equals(CommandJson.canonical(answer), CommandJson.canonical(recalled)));
    }

    /** Compares the events that a function tells of with those that are stored. */
    static void requireEvents(CommandEnvelope envelope, Accepted accepted, Memory memory, EventStore<?> store) {
        if (!types(accepted.events()).equals(types(memory.raised(store)))) {
            throw new IllegalStateException("the result of the command " + envelope.type() + " tells of events "
                    + types(accepted.events()) + " that are not those of " + accepted.stream() + " up to version "
                    + accepted.version() + ", and would not be the same when the command is repeated: tell of what was"
                    + " appended to one stream and its version, or of no events");
        }
    }

    private static List<String> types(List<Object> events) {
        return events.stream().map(event -> event.getClass().getName()).toList();
    }
}
