package dev.mink.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One numbered step of the database schema, as files {@code migrations/NNNN_name.up.sql} and {@code
 * .down.sql} in which <code>${schema}</code> stands for the quoted schema name.
 *
 * @param version its number, from 1, without gaps
 * @param name what it does
 */
record Migration(int version, String name) {

    /** All migrations in their order. A published one never changes. */
    static final List<Migration> ALL = List.of(
            new Migration(1, "events"),
            new Migration(2, "command_results"),
            new Migration(3, "command_audit"),
            new Migration(4, "snapshots"),
            new Migration(5, "projections"),
            new Migration(6, "views"));

    /** The version that this library works with. */
    static final int LATEST = ALL.size();

    String up(SchemaName schema) {
        return in(schema, text("up"));
    }

    String down(SchemaName schema) {
        return in(schema, text("down"));
    }

    /** A checksum of what the migration does, the same in every schema. */
    String checksum() {
        CRC32 crc = new CRC32();
        crc.update(text("up").getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    private static String in(SchemaName schema, String sql) {
        return sql.replace("${schema}", schema.quoted());
    }

    private String text(String direction) {
        String file = String.format("migrations/%04d_%s.%s.sql", version, name, direction);
        try (InputStream in = Migration.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("resource " + file + " is missing from the mink-postgres jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + file + " cannot be read", e);
        }
    }
}
