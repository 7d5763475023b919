package dev.mink.schema;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** An encoded event. Immutable as long as nobody changes its bytes. */
public final class Payload {

    private final Format format;
    private final byte[] bytes;

    private Payload(Format format, byte[] bytes) {
        this.format = format;
        this.bytes = Objects.requireNonNull(bytes, "payload");
    }

    /** A JSON text in UTF-8. The array is not copied. */
    public static Payload json(byte[] utf8) {
        return new Payload(Format.JSON, utf8);
    }

    /** Anything else. The array is not copied. */
    public static Payload binary(byte[] bytes) {
        return new Payload(Format.BINARY, bytes);
    }

    /** Whether the bytes are JSON. */
    public Format format() {
        return format;
    }

    /** The bytes themselves, not a copy: do not change them. */
    public byte[] bytes() {
        return bytes;
    }

    /** The number of bytes. */
    public int size() {
        return bytes.length;
    }

    /**
     * The bytes as JSON.
     *
     * @throws IllegalArgumentException if they are not a JSON object
     */
    JsonObject object() {
        if (format != Format.JSON) {
            throw new IllegalArgumentException("it is stored in a binary format");
        }
        return JsonTree.read(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && format == that.format && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return format == Format.JSON ? new String(bytes, StandardCharsets.UTF_8) : bytes.length + " bytes";
    }

    /** How a payload is to be read. */
    public enum Format {
        /** JSON in UTF-8, which an operator can query in the database. */
        JSON,
        /** Opaque to everything but the codec that wrote it. */
        BINARY
    }
}
