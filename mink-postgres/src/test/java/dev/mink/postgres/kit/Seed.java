package dev.mink.postgres.kit;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Where the randomness of a test comes from: a test takes one as its parameter. Each run has another
 * one, which is in the message of a test that fails; {@code -Dmink.test.seed} repeats it.
 */
public final class Seed {

    private final long value;

    private Seed(long value) {
        this.value = value;
    }

    /** Random numbers for one of several threads or rounds, the same for the same seed. */
    public Random random(int index) {
        return new Random(value * 31 + index);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }

    /** Gives tests their seed, and says it when they fail. */
    public static final class Source implements ParameterResolver, TestExecutionExceptionHandler {

        private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(Seed.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Seed.class;
        }

        @Override
        public Seed resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getStore(HERE).computeIfAbsent(Seed.class, key -> next(), Seed.class);
        }

        private static Seed next() {
            Long given = Long.getLong("mink.test.seed");
            return new Seed(given == null ? ThreadLocalRandom.current().nextLong(1_000_000_000L) : given);
        }

        @Override
        public void handleTestExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
            Seed seed = test.getStore(HERE).get(Seed.class, Seed.class);
            if (seed == null) {
                throw failure;
            }
            throw new AssertionError(
                    "with the seed " + seed + ", to be repeated with -Dmink.test.seed=" + seed + ": " + failure,
                    failure);
        }
    }
}
