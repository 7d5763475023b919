package dev.mink;

import dev.mink.internal.Text;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an event besides what happened: where it came from and on whose behalf.
 *
 * <p>Immutable. Texts may be empty but contain no NUL characters and no unpaired surrogates, which
 * PostgreSQL cannot store.
 *
 * @param correlationId what all events of one conversation share, or null
 * @param causationId the id of the command or event that caused this one, or null
 * @param userId on whose behalf it happened, or null
 * @param tenantId whose data it is, or null
 * @param attributes anything else; never null, keeps its order
 */
public record Metadata(
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String userId,
        @Nullable String tenantId,
        Map<String, String> attributes) {

    private static final Metadata EMPTY = new Metadata(null, null, null, null, Map.of());

    /**
     * @throws IllegalArgumentException if a text cannot be stored, or an attribute's name is blank
     */
    public Metadata {
        checkStorable("correlation id", correlationId);
        checkStorable("causation id", causationId);
        checkStorable("user id", userId);
        checkStorable("tenant id", tenantId);
        Objects.requireNonNull(attributes, "attributes");
        if (attributes.isEmpty()) {
            attributes = Map.of();
        } else {
            attributes.forEach((name, value) -> {
                Text.check("attribute name", name, 255);
                Text.checkStorable("attribute " + name, value);
            });
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        }
    }

    /** Metadata in which nothing is set. */
    public static Metadata empty() {
        return EMPTY;
    }

    /** Whether nothing is set. */
    public boolean isEmpty() {
        return correlationId == null
                && causationId == null
                && userId == null
                && tenantId == null
                && attributes.isEmpty();
    }

    /** The same with this correlation id. */
    public Metadata withCorrelationId(@Nullable String value) {
        return new Metadata(value, causationId, userId, tenantId, attributes);
    }

    /** The same with this causation id. */
    public Metadata withCausationId(@Nullable String value) {
        return new Metadata(correlationId, value, userId, tenantId, attributes);
    }

    /** The same with this user. */
    public Metadata withUserId(@Nullable String value) {
        return new Metadata(correlationId, causationId, value, tenantId, attributes);
    }

    /** The same with this tenant. */
    public Metadata withTenantId(@Nullable String value) {
        return new Metadata(correlationId, causationId, userId, value, attributes);
    }

    /** The same with one attribute added or replaced. */
    public Metadata withAttribute(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(attributes);
        more.put(name, value);
        return new Metadata(correlationId, causationId, userId, tenantId, more);
    }

    /** What is set here, and where nothing is set here, what is set in the defaults. */
    public Metadata orElse(Metadata defaults) {
        if (defaults.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return defaults;
        }
        Map<String, String> all = new LinkedHashMap<>(defaults.attributes);
        all.putAll(attributes);
        return new Metadata(
                correlationId != null ? correlationId : defaults.correlationId,
                causationId != null ? causationId : defaults.causationId,
                userId != null ? userId : defaults.userId,
                tenantId != null ? tenantId : defaults.tenantId,
                all);
    }

    /**
     * One JSON object with a property for each thing that is set, as it is stored; attributes are an
     * object of their own.
     */
    public String toJson() {
        return MetadataJson.write(this);
    }

    /**
     * The inverse of {@link #toJson()}. Properties that are not known are ignored.
     *
     * @throws IllegalArgumentException if the text is not such an object
     */
    public static Metadata fromJson(String json) {
        return MetadataJson.read(json);
    }

    /** The bytes of its texts in UTF-8, without what JSON adds to them. */
    long size() {
        if (isEmpty()) {
            return 0;
        }
        long size = bytes(correlationId) + bytes(causationId) + bytes(userId) + bytes(tenantId);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            size += bytes(attribute.getKey()) + bytes(attribute.getValue());
        }
        return size;
    }

    private static long bytes(@Nullable String text) {
        long bytes = 0;
        for (int i = 0; text != null && i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate is half of four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private static void checkStorable(String what, @Nullable String text) {
        if (text != null) {
            Text.checkStorable(what, text);
        }
    }
}
