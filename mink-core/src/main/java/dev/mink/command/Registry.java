package dev.mink.command;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The handlers by the classes of their commands.
 *
 * @param <T> the transactions of the storage
 */
final class Registry<T> {

    private final Map<Class<?>, Entry<?, T>> entries;

    private Registry(Map<Class<?>, Entry<?, T>> entries) {
        this.entries = Map.copyOf(entries);
    }

    CommandResult handle(Object command, CommandContext<T> context) {
        return entry(command.getClass()).handle(command, context);
    }

    void requireHandler(Class<?> type) {
        entry(type);
    }

    /** The type of the answers to a command, if it was registered with one. */
    @Nullable
    Class<?> answerType(Class<?> command) {
        return entry(command).answerType();
    }

    private Entry<?, T> entry(Class<?> type) {
        Entry<?, T> entry = entries.get(type);
        if (entry == null) {
            Collection<String> known = new TreeSet<>();
            entries.keySet().forEach(each -> known.add(each.getSimpleName()));
            throw new UnknownCommandException(type, known);
        }
        return entry;
    }

    /**
     * Collects handlers; not thread-safe.
     *
     * @param <T> the transactions of the storage
     */
    static final class Builder<T> {

        private final Map<Class<?>, Entry<?, T>> entries = new LinkedHashMap<>();

        <C> void add(
                Class<C> type,
                @Nullable Class<?> answerType,
                CommandHandler<? super C, T> handler,
                Predicate<RuntimeException> rejects) {
            if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
                throw new IllegalArgumentException("command type " + type.getName()
                        + " is abstract: register a handler for each concrete command under it");
            }
            if (entries.putIfAbsent(type, new Entry<>(type, answerType, handler, rejects)) != null) {
                throw new IllegalArgumentException(
                        "the command " + type.getName() + " has a handler already: a command is handled in one place");
            }
        }

        Registry<T> build() {
            return new Registry<>(entries);
        }
    }

    private record Entry<C, T>(
            Class<C> type,
            @Nullable Class<?> answerType,
            CommandHandler<? super C, T> handler,
            Predicate<RuntimeException> rejects) {

        CommandResult handle(Object command, CommandContext<T> context) {
            CommandResult result;
            try {
                result = handler.handle(type.cast(command), context);
            } catch (RuntimeException e) {
                if (rejects.test(e)) {
                    return new CommandResult.Rejected(e);
                }
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailedException(e);
            } catch (Exception e) {
                throw new CommandFailedException(e);
            }
            if (result == null) {
                throw new NullPointerException("the handler of " + type.getName()
                        + " returned null: return CommandResult.done() where there is nothing to say");
            }
            return result;
        }
    }
}
