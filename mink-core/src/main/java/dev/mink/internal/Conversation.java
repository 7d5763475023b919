package dev.mink.internal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The correlation id in the MDC of a thread, so that everything that is logged meanwhile can be found by it. */
public final class Conversation {

    /** The key in the MDC. */
    public static final String KEY = "correlation_id";

    private Conversation() {}

    /**
     * Does something while the id is in the MDC; then what was there before is there again.
     *
     * @param correlationId null to leave the MDC as it is
     * @return what the work returns
     */
    public static <R> R during(@Nullable String correlationId, Supplier<R> work) {
        if (correlationId == null) {
            return work.get();
        }
        String before = MDC.get(KEY);
        if (correlationId.equals(before)) {
            return work.get();
        }
        MDC.put(KEY, correlationId);
        try {
            return work.get();
        } finally {
            if (before == null) {
                MDC.remove(KEY);
            } else {
                MDC.put(KEY, before);
            }
        }
    }
}
