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
    private final Predicate<RuntimeException> rejections;

    private Registry(Map<Class<?>, Entry<?, T>> entries, Predicate<RuntimeException> rejections) {
        this.entries = Map.copyOf(entries);
        this.rejections = rejections;
    }

    /** Throws failures, and gives rejections as results. */
    CommandResult handle(Object command, CommandContext<T> context) {
        CommandResult result;
        try {
            result = entry(command.getClass()).handle(command, context);
        } catch (RuntimeException e) {
            if (e instanceof UnauthorizedException || rejections.test(e)) {
                return new CommandResult.Rejected(e);
            }
            throw e;
        }
        return result instanceof CommandResult.Failed failed ? failed.orElseThrow() : result;
    }

    void requireHandler(Class<?> type) {
        entry(type);
    }

    /** The type of the answers to a command, if it was registered with one. */
    @Nullable
    Class<?> answerType(Class<?> command) {
        return entry(command).answerType();
    }

    /** Whether a command is handled by a function, which may tell of other events than it appended. */
    boolean isFunction(Class<?> command) {
        return entry(command).function();
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

        /** Adds the handler that an aggregate or decider makes. */
        <C> void add(Class<C> type, CommandHandler<? super C, T> handler) {
            add(new Entry<>(type, null, handler, false));
        }

        /** Adds a function. */
        <C> void addFunction(Class<C> type, @Nullable Class<?> answerType, CommandHandler<? super C, T> handler) {
            if (answerType != null && answerType.isPrimitive()) {
                throw new IllegalArgumentException("the answer type " + answerType + " of the command " + type.getName()
                        + " is primitive: name the class of the object, such as Integer.class");
            }
            add(new Entry<>(type, answerType, handler, true));
        }

        private <C> void add(Entry<C, T> entry) {
            Class<C> type = entry.type();
            if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
                throw new IllegalArgumentException("command type " + type.getName()
                        + " is abstract: register a handler for each concrete command under it");
            }
            if (entries.putIfAbsent(type, entry) != null) {
                throw new IllegalArgumentException(
                        "the command " + type.getName() + " has a handler already: a command is handled in one place");
            }
        }

        Registry<T> build(Predicate<RuntimeException> rejections) {
            return new Registry<>(entries, rejections);
        }
    }

    private record Entry<C, T>(
            Class<C> type, @Nullable Class<?> answerType, CommandHandler<? super C, T> handler, boolean function) {

        CommandResult handle(Object command, CommandContext<T> context) {
            CommandResult result;
            try {
                result = handler.handle(type.cast(command), context);
            } catch (RuntimeException e) {
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
