package dev.mink.tracing;

import dev.mink.Metadata;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What some events have in common: their types, at most so many, and the tenant and conversation if it is one. */
final class Common {

    private static final int MOST_TYPES = 16;

    private final Set<String> types = new LinkedHashSet<>();
    private @Nullable Metadata first;
    private boolean isOneTenant = true;
    private boolean isOneConversation = true;
    private long count;

    void add(String type, Metadata metadata) {
        count++;
        if (types.size() < MOST_TYPES) {
            types.add(type);
        }
        if (first == null) {
            first = metadata;
        } else {
            isOneTenant &= Objects.equals(first.tenantId(), metadata.tenantId());
            isOneConversation &= Objects.equals(first.correlationId(), metadata.correlationId());
        }
    }

    void describe(Span span) {
        span.setAttribute(Keys.MESSAGING_COUNT, count);
        span.setAttribute(Keys.EVENT_TYPES, new ArrayList<>(types));
        if (first != null) {
            set(span, Keys.TENANT, isOneTenant ? first.tenantId() : null);
            set(span, Keys.CORRELATION, isOneConversation ? first.correlationId() : null);
        }
    }

    /** Sets an attribute, if it is known. */
    static void set(Span span, AttributeKey<String> key, @Nullable String value) {
        if (value != null) {
            span.setAttribute(key, value);
        }
    }
}
