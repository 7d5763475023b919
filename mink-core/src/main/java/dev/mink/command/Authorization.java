package dev.mink.command;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Rejects commands that a rule does not permit. */
final class Authorization implements Middleware {

    private final Function<CommandEnvelope, Permission> rule;

    Authorization(Function<CommandEnvelope, Permission> rule) {
        this.rule = Objects.requireNonNull(rule, "rule");
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        Permission permission = Objects.requireNonNull(
                rule.apply(envelope), () -> "the permission that the rule gives for " + envelope.type());
        Optional<String> denial = permission.denial();
        return denial.isPresent()
                ? new CommandResult.Rejected(new UnauthorizedException(denial.get()))
                : next.proceed(envelope);
    }
}
