package dev.mink.postgres.crash;

import dev.mink.Append;
import dev.mink.EventData;
import dev.mink.StorageException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An append that was tried while the server might crash.
 *
 * @param append what was to be written
 * @param failure why it was not acknowledged; null if it was
 */
record Attempt(List<Append> append, @Nullable StorageException failure) {

    boolean isAcknowledged() {
        return failure == null;
    }

    /** Whether the caller was told that nothing was written. */
    boolean isRefused() {
        return failure != null && failure.outcome() == StorageException.Outcome.NOTHING_WRITTEN;
    }

    List<UUID> ids() {
        return append.stream()
                .flatMap(each -> each.events().stream())
                .map(event -> ((EventData) event).id())
                .toList();
    }

    Append[] toAppend() {
        return append.toArray(Append[]::new);
    }

    static Attempt acknowledged(Append... append) {
        return new Attempt(Arrays.asList(append), null);
    }

    static Attempt failed(StorageException failure, Append... append) {
        return new Attempt(Arrays.asList(append), failure);
    }
}
