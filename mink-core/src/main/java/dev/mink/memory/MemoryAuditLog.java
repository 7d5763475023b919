package dev.mink.memory;

import dev.mink.command.AuditEntry;
import dev.mink.command.AuditQuery;
import dev.mink.spi.AuditLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Audit entries in memory. */
final class MemoryAuditLog implements AuditLog {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<AuditEntry> entries = new ArrayList<>();

    @Override
    public void write(AuditEntry entry) {
        lock.lock();
        try {
            entries.add(entry.withPosition(entries.size() + 1L));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<AuditEntry> find(AuditQuery query) {
        lock.lock();
        try {
            return entries.stream()
                    .filter(entry -> matches(entry, query))
                    .limit(query.limit())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private static boolean matches(AuditEntry entry, AuditQuery query) {
        return entry.position() > query.after()
                && (query.from() == null || !entry.at().isBefore(query.from()))
                && (query.until() == null || entry.at().isBefore(query.until()))
                && fits(query.userId(), entry.userId())
                && fits(query.tenantId(), entry.tenantId())
                && fits(query.correlationId(), entry.correlationId())
                && fits(query.commandType(), entry.commandType())
                && fits(query.outcome(), entry.outcome())
                && fits(query.stream(), entry.stream())
                && (query.version() == 0 || query.version() == entry.version())
                && (query.tookAtLeast() == null || entry.duration().compareTo(query.tookAtLeast()) >= 0);
    }

    private static boolean fits(@Nullable Object wanted, @Nullable Object actual) {
        return wanted == null || Objects.equals(wanted, actual);
    }
}
