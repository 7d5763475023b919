package dev.mink.command;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.ConflictRetry;
import dev.mink.DeciderRepository;
import dev.mink.DeciderType;
import dev.mink.Decision;
import dev.mink.Repository;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Rejected;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Handlers made of an aggregate or a decider: load, act, save, tell. One attempt each. A rejection is what
 * the domain throws when it acts; when it cannot be loaded, that is a failure.
 */
final class Handlers {

    private Handlers() {}

    static <C, A extends Aggregate<E>, E, T> CommandHandler<C, T> of(
            AggregateType<A, E> type, Function<? super C, String> id, BiConsumer<? super A, ? super C> action) {
        return (command, context) -> {
            Repository<A> repository = context.store().repository(type);
            A aggregate = repository.loadOrNew(idOf(command, id));
            try {
                action.accept(aggregate, command);
            } catch (RuntimeException e) {
                if (Rejections.ofDomain(e)) {
                    return new Rejected(e);
                }
                throw e;
            }
            List<Object> events = List.copyOf(aggregate.uncommitted());
            long version = repository.save(aggregate);
            return new Accepted(type.stream(aggregate.id()), version, events, null);
        };
    }

    static <C, S, E, T> CommandHandler<C, T> of(DeciderType<C, S, E> type, Function<? super C, String> id) {
        return (command, context) -> {
            String aggregateId = idOf(command, id);
            DeciderRepository<C, S, E> repository = context.store().repository(type);
            Decision<S, E> decision;
            try {
                decision = repository.retrying(ConflictRetry.none()).decide(aggregateId, command);
            } catch (RuntimeException e) {
                if (Rejections.ofDomain(e)) {
                    // Throws what kept the decider from deciding, if that was its own history.
                    Objects.requireNonNull(repository.load(aggregateId));
                    return new Rejected(e);
                }
                throw e;
            }
            return new Accepted(type.stream(aggregateId), decision.version(), List.copyOf(decision.events()), null);
        };
    }

    private static <C> String idOf(C command, Function<? super C, String> id) {
        return Objects.requireNonNull(
                id.apply(command),
                () -> "the aggregate id of " + command.getClass().getName());
    }
}
