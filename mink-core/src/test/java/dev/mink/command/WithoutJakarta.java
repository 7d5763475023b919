package dev.mink.command;

import dev.mink.Mink;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.memory.InMemoryStorage;
import java.util.concurrent.Callable;

/** What an application does that validates its commands, but not by Jakarta Validation. */
public final class WithoutJakarta implements Callable<String> {

    record Say(String word) {}

    /** Used by reflection. */
    public WithoutJakarta() {}

    @Override
    public String call() {
        CommandValidator words = (command, violations) ->
                violations.require(!((Say) command).word().isEmpty(), "word", "must not be empty", "empty");
        try (Mink<?> mink = Mink.builder(new InMemoryStorage())
                .handle(Say.class, (say, context) -> CommandResult.done())
                .middleware(Middleware.recovery(), Middleware.logging(), Middleware.validation(words))
                .build()
                .start()) {
            return mink.dispatch(new Say("")) instanceof Rejected rejected
                    ? String.valueOf(rejected.reason().getMessage())
                    : "accepted";
        }
    }
}
