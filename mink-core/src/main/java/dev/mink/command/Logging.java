package dev.mink.command;

import dev.mink.Instrumentation.Occurrence;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.internal.Text;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line a command: accepted ones at INFO, rejected ones at INFO with the reason, failed ones at ERROR
 * with the exception. Never the command's contents.
 */
final class Logging implements Middleware {

    private static final Logger LOG = LoggerFactory.getLogger("dev.mink.command");

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        long start = System.nanoTime();
        try {
            CommandResult result = next.proceed(envelope);
            log(envelope, result, start);
            return result;
        } catch (RuntimeException | Error e) {
            log(envelope, new Failed(e), start);
            throw e;
        }
    }

    /** Something happened to a command on its way. */
    static void occurred(Occurrence what, CommandEnvelope envelope) {
        if (LOG.isDebugEnabled()) {
            LOG.atDebug().addKeyValue("command_type", envelope.type()).log(Text.words(what));
        }
    }

    private static void log(CommandEnvelope envelope, CommandResult result, long start) {
        Level level = result instanceof Failed ? Level.ERROR : Level.INFO;
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        LoggingEventBuilder line = LOG.atLevel(level)
                .addKeyValue("command_type", envelope.type())
                .addKeyValue("outcome", result.outcome())
                .addKeyValue("duration_ms", (System.nanoTime() - start) / 1_000_000);
        line = add(line, "correlation_id", envelope.metadata().correlationId());
        if (result instanceof Accepted accepted) {
            line = add(line, "aggregate_id", accepted.aggregateId());
            if (accepted.version() > 0) {
                line = line.addKeyValue("version", accepted.version());
            }
        } else if (envelope.command() instanceof ForAggregate command) {
            line = add(line, "aggregate_id", idOf(command));
        }
        if (result instanceof Rejected rejected) {
            line = line.addKeyValue("reason", Rejections.nameOf(rejected.reason()));
        } else if (result instanceof Failed failed) {
            line = line.setCause(failed.cause());
        }
        line.log("command {}", result.outcome());
    }

    /** A command that was not accepted may be one that cannot even tell this. */
    private static @Nullable String idOf(ForAggregate command) {
        try {
            return command.aggregateId();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static LoggingEventBuilder add(LoggingEventBuilder line, String key, @Nullable String value) {
        return value == null ? line : line.addKeyValue(key, value);
    }
}
