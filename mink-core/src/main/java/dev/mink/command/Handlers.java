package dev.mink.command;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.ConflictRetry;
import dev.mink.DeciderType;
import dev.mink.Decision;
import dev.mink.Repository;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Handlers made of an aggregate or a decider: load, act, save, tell. One attempt each. */
final class Handlers {

    private Handlers() {}

    static <C, A extends Aggregate<E>, E, T> CommandHandler<C, T> of(
            AggregateType<A, E> type, Function<? super C, String> id, BiConsumer<? super A, ? super C> action) {
        return (command, context) -> {
            Repository<A> repository = context.store().repository(type);
            A aggregate = repository.loadOrNew(idOf(command, id));
            action.accept(aggregate, command);
            List<Object> events = List.copyOf(aggregate.uncommitted());
            long version = repository.save(aggregate);
            return new CommandResult.Accepted(type.stream(aggregate.id()), version, events, null);
        };
    }

    static <C, D, S, E, T> CommandHandler<C, T> of(
            DeciderType<D, S, E> type, Function<? super C, String> id, Function<? super C, ? extends D> command) {
        return (received, context) -> {
            String aggregateId = idOf(received, id);
            Decision<S, E> decision = context.store()
                    .repository(type)
                    .retrying(ConflictRetry.none())
                    .decide(aggregateId, command.apply(received));
            return new CommandResult.Accepted(
                    type.stream(aggregateId), decision.version(), List.copyOf(decision.events()), null);
        };
    }

    private static <C> String idOf(C command, Function<? super C, String> id) {
        return Objects.requireNonNull(
                id.apply(command),
                () -> "the aggregate id of " + command.getClass().getName());
    }
}
