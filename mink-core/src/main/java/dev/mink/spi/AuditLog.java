package dev.mink.spi;

import dev.mink.command.AuditEntry;
import dev.mink.command.AuditQuery;
import java.util.List;

/**
 * Keeps what was done by commands; entries are never changed or removed. Thread-safe. Every method throws
 * {@link dev.mink.StorageException} where the storage fails.
 */
public interface AuditLog {

    /** Stores an entry, in a transaction of its own; its position is drawn. */
    void write(AuditEntry entry);

    /** The entries that a query asks for, in the order of their positions. */
    List<AuditEntry> find(AuditQuery query);
}
