package dev.mink.testing.contract;

import dev.mink.StreamId;
import dev.mink.command.AuditEntry;
import dev.mink.command.AuditQuery;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.AuditLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ForwardingStorage;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.RememberedResult;
import dev.mink.testing.contract.EventStorageContract.KeepingAudit;
import dev.mink.testing.contract.EventStorageContract.RememberingResults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Ways to break what a storage keeps of commands, each with the part of the contract that must find it. */
@SuppressWarnings("ImmutableEnumChecker")
enum BrokenCommands {
    REMEMBERS_NOTHING(store -> new Results(store) {
        @Override
        public void remember(MemoryTransaction transaction, String key, RememberedResult result, Instant expires) {}
    }),
    REMEMBERS_WHAT_IS_ROLLED_BACK(store -> new Results(store) {
        private @Nullable RememberedResult last;

        @Override
        public Optional<RememberedResult> reserve(
                MemoryTransaction transaction, String key, Instant now, boolean wait) {
            Optional<RememberedResult> known = super.reserve(transaction, key, now, wait);
            return known.isPresent() ? known : Optional.ofNullable(last);
        }

        @Override
        public void remember(MemoryTransaction transaction, String key, RememberedResult result, Instant expires) {
            last = result;
            super.remember(transaction, key, result, expires);
        }
    }),
    LEAVES_A_MARK_OF_WHAT_WAS_RESERVED(store -> new Results(store) {
        @Override
        public Optional<RememberedResult> reserve(
                MemoryTransaction transaction, String key, Instant now, boolean wait) {
            Optional<RememberedResult> known = super.reserve(transaction, key, now, wait);
            if (known.isEmpty()) {
                remember(transaction, key, new RememberedResult("", "{}"), Instant.MAX);
            }
            return known;
        }
    }),
    TAKES_LARGE_LETTERS_FOR_SMALL_ONES(store -> new Results(store) {
        @Override
        public Optional<RememberedResult> reserve(
                MemoryTransaction transaction, String key, Instant now, boolean wait) {
            return super.reserve(transaction, key.toLowerCase(Locale.ROOT), now, wait);
        }

        @Override
        public void remember(MemoryTransaction transaction, String key, RememberedResult result, Instant expires) {
            super.remember(transaction, key.toLowerCase(Locale.ROOT), result, expires);
        }
    }),
    CUTS_KEYS_OFF(store -> new Results(store) {
        @Override
        public void remember(MemoryTransaction transaction, String key, RememberedResult result, Instant expires) {
            super.remember(transaction, key.substring(0, Math.min(key.length(), 200)), result, expires);
        }
    }),
    TIDIES_JSON(store -> new Results(store) {
        @Override
        public void remember(MemoryTransaction transaction, String key, RememberedResult result, Instant expires) {
            String tidy = result.json().replace(" ", "");
            super.remember(transaction, key, new RememberedResult(result.fingerprint(), tidy), expires);
        }
    }),
    FORGETS_FINGERPRINTS(store -> new Results(store) {
        @Override
        public void remember(MemoryTransaction transaction, String key, RememberedResult result, Instant expires) {
            super.remember(transaction, key, new RememberedResult("", result.json()), expires);
        }
    }),
    NEVER_EXPIRES(store -> new Results(store) {
        @Override
        public Optional<RememberedResult> reserve(
                MemoryTransaction transaction, String key, Instant now, boolean wait) {
            return super.reserve(transaction, key, Instant.MIN, wait);
        }
    }),
    EXPIRES_LATE(store -> new Results(store) {
        @Override
        public Optional<RememberedResult> reserve(
                MemoryTransaction transaction, String key, Instant now, boolean wait) {
            return super.reserve(transaction, key, now.minusNanos(1), wait);
        }
    }),
    KEEPS_THE_FIRST(store -> new Results(store) {
        @Override
        public void remember(MemoryTransaction transaction, String key, RememberedResult result, Instant expires) {
            RememberedResult first =
                    super.reserve(transaction, key, Instant.MIN, true).orElse(result);
            super.remember(transaction, key, first, expires);
        }
    }),
    FORGETS_WITHOUT_LIMIT(store -> new Results(store) {
        @Override
        public int forget(Instant expired, int limit) {
            return super.forget(expired, Integer.MAX_VALUE);
        }
    }),
    FORGETS_TOO_EARLY(store -> new Results(store) {
        @Override
        public int forget(Instant expired, int limit) {
            return super.forget(expired.plusNanos(1000), limit);
        }
    }),
    FORGETS_NOTHING(store -> new Results(store) {
        @Override
        public int forget(Instant expired, int limit) {
            return 0;
        }
    }),

    WRITES_EVERY_OTHER_ENTRY(keeping(entry -> entry.version() % 2 == 0 ? entry : null)),
    NUMBERS_FROM_ZERO(showing(entry -> entry.withPosition(entry.position() - 1))),
    FORGETS_USERS(keeping(entry -> with(entry, null, entry.duration(), entry.details()))),
    FORGETS_FRACTIONS_OF_DURATIONS(keeping(entry ->
            with(entry, entry.userId(), Duration.ofMillis(entry.duration().toMillis()), entry.details()))),
    FORGETS_DETAILS(keeping(entry -> with(entry, entry.userId(), entry.duration(), null))),
    IGNORES_POSITIONS(asking(query -> query.after(0))),
    IGNORES_LIMITS(asking(query -> query.limit(Integer.MAX_VALUE))),
    FINDS_NO_START(asking(
            query -> query.from() == null ? query : between(query, query.from().plusNanos(1000)))),
    IGNORES_TIMES(asking(query -> query.between(Instant.MIN, Instant.MAX))),
    IGNORES_USERS(
            asking(query -> asked(query, null, query.tenantId(), query.outcome(), query.stream(), query.version()))),
    IGNORES_TENANTS(
            asking(query -> asked(query, query.userId(), null, query.outcome(), query.stream(), query.version()))),
    IGNORES_OUTCOMES(
            asking(query -> asked(query, query.userId(), query.tenantId(), null, query.stream(), query.version()))),
    IGNORES_STREAMS(
            asking(query -> asked(query, query.userId(), query.tenantId(), query.outcome(), null, query.version()))),
    IGNORES_VERSIONS(
            asking(query -> asked(query, query.userId(), query.tenantId(), query.outcome(), query.stream(), 0))),
    IGNORES_DURATIONS(asking(query -> query.tookAtLeast(Duration.ZERO))),
    FINDS_THE_NEWEST_FIRST(audit(log -> new Log(log) {
        @Override
        public List<AuditEntry> find(AuditQuery query) {
            List<AuditEntry> reversed = new ArrayList<>(super.find(query));
            Collections.reverse(reversed);
            return reversed;
        }
    }));

    private final UnaryOperator<IdempotencyStore<MemoryTransaction>> results;
    private final UnaryOperator<AuditLog> audit;
    private final Class<?> finder;

    BrokenCommands(UnaryOperator<IdempotencyStore<MemoryTransaction>> results) {
        this.results = results;
        this.audit = UnaryOperator.identity();
        this.finder = RememberingResults.class;
    }

    BrokenCommands(Auditing auditing) {
        this.results = UnaryOperator.identity();
        this.audit = auditing.broken();
        this.finder = KeepingAudit.class;
    }

    /** The part of the contract that must find it. */
    Class<?> finder() {
        return finder;
    }

    EventStorage<MemoryTransaction> newStorage() {
        InMemoryStorage storage = new InMemoryStorage();
        Optional<IdempotencyStore<MemoryTransaction>> brokenResults =
                storage.idempotency().map(results);
        Optional<AuditLog> brokenAudit = storage.audit().map(audit);
        return new ForwardingStorage<>(storage) {
            @Override
            public Optional<IdempotencyStore<MemoryTransaction>> idempotency() {
                return brokenResults;
            }

            @Override
            public Optional<AuditLog> audit() {
                return brokenAudit;
            }
        };
    }

    private static Auditing audit(UnaryOperator<AuditLog> broken) {
        return new Auditing(broken);
    }

    /** Writes something else, or nothing. */
    private static Auditing keeping(Change change) {
        return audit(log -> new Log(log) {
            @Override
            public void write(AuditEntry entry) {
                AuditEntry changed = change.of(entry);
                if (changed != null) {
                    super.write(changed);
                }
            }
        });
    }

    private static Auditing showing(UnaryOperator<AuditEntry> change) {
        return audit(log -> new Log(log) {
            @Override
            public List<AuditEntry> find(AuditQuery query) {
                return super.find(query).stream().map(change).toList();
            }
        });
    }

    private static Auditing asking(UnaryOperator<AuditQuery> change) {
        return audit(log -> new Log(log) {
            @Override
            public List<AuditEntry> find(AuditQuery query) {
                return super.find(change.apply(query));
            }
        });
    }

    private static AuditEntry with(
            AuditEntry entry, @Nullable String user, Duration duration, @Nullable String details) {
        return new AuditEntry(
                entry.position(),
                entry.at(),
                entry.commandId(),
                entry.commandType(),
                user,
                entry.tenantId(),
                entry.correlationId(),
                entry.outcome(),
                entry.reason(),
                duration,
                entry.stream(),
                entry.version(),
                details);
    }

    private static AuditQuery between(AuditQuery query, Instant start) {
        Instant end = query.until();
        return query.between(start, end == null ? Instant.MAX : end);
    }

    private static AuditQuery asked(
            AuditQuery query,
            @Nullable String user,
            @Nullable String tenant,
            @Nullable String outcome,
            @Nullable StreamId stream,
            long version) {
        return new AuditQuery(
                query.after(),
                query.from(),
                query.until(),
                user,
                tenant,
                query.correlationId(),
                query.commandType(),
                outcome,
                stream,
                version,
                query.tookAtLeast(),
                query.limit());
    }

    /** Gives what an entry becomes, or null. */
    @FunctionalInterface
    private interface Change {
        @Nullable
        AuditEntry of(AuditEntry entry);
    }

    private record Auditing(UnaryOperator<AuditLog> broken) {}

    private static class Results implements IdempotencyStore<MemoryTransaction> {

        private final IdempotencyStore<MemoryTransaction> to;

        Results(IdempotencyStore<MemoryTransaction> to) {
            this.to = to;
        }

        @Override
        public Optional<RememberedResult> reserve(
                MemoryTransaction transaction, String key, Instant now, boolean wait) {
            return to.reserve(transaction, key, now, wait);
        }

        @Override
        public void remember(MemoryTransaction transaction, String key, RememberedResult result, Instant expires) {
            to.remember(transaction, key, result, expires);
        }

        @Override
        public int forget(Instant expired, int limit) {
            return to.forget(expired, limit);
        }
    }

    private static class Log implements AuditLog {

        private final AuditLog to;

        Log(AuditLog to) {
            this.to = to;
        }

        @Override
        public void write(AuditEntry entry) {
            to.write(entry);
        }

        @Override
        public List<AuditEntry> find(AuditQuery query) {
            return to.find(query);
        }
    }
}
