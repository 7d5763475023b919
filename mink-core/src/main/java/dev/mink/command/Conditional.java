package dev.mink.command;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * A middleware for some commands; others pass by it.
 *
 * @param middleware the middleware
 * @param condition which commands it is for
 */
record Conditional(Middleware middleware, Predicate<CommandEnvelope> condition) implements Middleware {

    Conditional {
        Objects.requireNonNull(condition, "condition");
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        return condition.test(envelope) ? middleware.handle(envelope, next) : next.proceed(envelope);
    }

    /** What is left of a middleware without its conditions. */
    static Middleware unwrap(Middleware middleware) {
        return middleware instanceof Conditional conditional ? unwrap(conditional.middleware()) : middleware;
    }
}
