package dev.mink.metrics;

import dev.mink.command.CommandEnvelope;
import dev.mink.command.CommandResult;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.command.Middleware;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Times commands, and counts those that are under way and those that fail. */
final class CommandMeters implements Middleware {

    private final Meters meters;
    private final Series<String, OfType> types;
    private final LongAdder active = new LongAdder();

    CommandMeters(Meters meters) {
        this.meters = meters;
        this.types = new Series<>(meters.limits().names(), Limits.OTHER, type -> new OfType(meters, type));
    }

    long active() {
        return active.sum();
    }

    OfType of(String type) {
        return types.of(type.isEmpty() ? Limits.OTHER : type); // the name of an anonymous class
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        OfType type = of(envelope.type());
        active.increment();
        long begin = meters.now();
        try {
            CommandResult result = next.proceed(envelope);
            type.ended(result, meters.now() - begin);
            return result;
        } catch (RuntimeException | Error e) {
            type.failed(e, meters.now() - begin);
            throw e;
        } finally {
            active.decrement();
        }
    }

    /** The meters of commands of one type. */
    static final class OfType {

        private final Timer success;
        private final Timer rejected;
        private final Timer error;
        private final Map<CommandError, Counter> errors = new EnumMap<>(CommandError.class);
        private final Counter retries;
        private final Counter repeated;

        private OfType(Meters meters, String type) {
            success = meters.timer(Metric.COMMANDS, type, "success");
            rejected = meters.timer(Metric.COMMANDS, type, "rejected");
            error = meters.timer(Metric.COMMANDS, type, "error");
            for (CommandError each : CommandError.values()) {
                errors.put(each, meters.counter(Metric.COMMAND_ERRORS, type, each.value()));
            }
            retries = meters.counter(Metric.COMMAND_RETRIES, type);
            repeated = meters.counter(Metric.COMMAND_REPEATED, type);
        }

        void retried() {
            retries.increment();
        }

        void repeated() {
            repeated.increment();
        }

        private void ended(CommandResult result, long nanos) {
            if (result instanceof Failed failure) {
                failed(failure.cause(), nanos);
            } else if (result instanceof Rejected rejection) {
                rejected.record(nanos, TimeUnit.NANOSECONDS);
                CommandError reason = CommandError.of(rejection.reason());
                if (reason != CommandError.UNKNOWN) { // of the domain
                    count(reason);
                }
            } else {
                success.record(nanos, TimeUnit.NANOSECONDS);
            }
        }

        private void failed(Throwable cause, long nanos) {
            error.record(nanos, TimeUnit.NANOSECONDS);
            count(CommandError.of(cause));
        }

        private void count(CommandError why) {
            Counter counter = errors.get(why);
            if (counter != null) {
                counter.increment();
            }
        }
    }
}
