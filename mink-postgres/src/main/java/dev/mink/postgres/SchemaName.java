package dev.mink.postgres;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * The name of a database schema.
 *
 * @param value the name as it is, without quotes
 */
record SchemaName(String value) {

    private static final int MAX_BYTES = 63;

    SchemaName {
        Objects.requireNonNull(value, "schema name");
        if (value.isBlank()) {
            throw new IllegalArgumentException("schema name is blank: give it at least one character");
        }
        if (value.chars().anyMatch(c -> c == '"' || Character.isISOControl(c))) {
            throw new IllegalArgumentException("schema name '" + value
                    + "' contains a double quote or a control character: give the name as it is, mink quotes it");
        }
        if (value.contains("$$")) {
            throw new IllegalArgumentException(
                    "schema name '" + value + "' contains $$, which ends the bodies of functions: leave out a $");
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "schema name '" + value + "' is " + bytes + " bytes long: PostgreSQL allows at most " + MAX_BYTES);
        }
        if (value.startsWith("pg_")) {
            throw new IllegalArgumentException(
                    "schema name '" + value + "' starts with pg_, which PostgreSQL keeps for itself");
        }
    }

    /** The name as an identifier in SQL. */
    String quoted() {
        return '"' + value + '"';
    }

    /**
     * The number, from 1 to 32,767, that marks the advisory locks of this schema. It comes from the name
     * and so is the same in every process and after a restore. Two schemas with the same number would
     * only make each other's readers wait.
     */
    long lockNamespace() {
        CRC32 crc = new CRC32();
        crc.update(value.getBytes(StandardCharsets.UTF_8));
        return crc.getValue() % 32767 + 1;
    }

    @Override
    public String toString() {
        return value;
    }
}
