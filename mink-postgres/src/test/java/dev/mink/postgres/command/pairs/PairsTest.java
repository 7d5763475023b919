package dev.mink.postgres.command.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.memory.InMemoryStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.spi.EventStorage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every two middleware, in both orders, on both storages, and on virtual threads where the machine has
 * them.
 */
class PairsTest {

    @RegisterExtension
    final Database database = new Database();

    @Test
    void every_two_are_tried_in_both_orders() {
        int kinds = Kind.values().length;

        assertThat(Pair.all()).hasSize(kinds * (kinds - 1) - 2).doesNotHaveDuplicates();
    }

    @TestFactory
    Stream<DynamicTest> in_memory() {
        return tests(new InMemoryStorage(), Executors.newSingleThreadExecutor());
    }

    @TestFactory
    Stream<DynamicTest> on_postgresql() {
        return tests(database.storage(), Executors.newSingleThreadExecutor());
    }

    @TestFactory
    Stream<DynamicTest> on_virtual_threads_in_memory() throws Exception {
        return hasVirtualThreads() ? tests(new InMemoryStorage(), virtualThreads()) : Stream.empty();
    }

    @TestFactory
    Stream<DynamicTest> on_virtual_threads_on_postgresql() throws Exception {
        return hasVirtualThreads() ? tests(database.storage(), virtualThreads()) : Stream.empty();
    }

    private static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= 21;
    }

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private <T> Stream<DynamicTest> tests(EventStorage<T> storage, ExecutorService threads) {
        database.closing(threads::shutdownNow);
        return Pair.all()
                .map(pair -> DynamicTest.dynamicTest(pair.toString(), () -> {
                    try {
                        threads.submit(() -> new Laws<>(storage, pair).hold()).get(60, TimeUnit.SECONDS);
                    } catch (ExecutionException e) {
                        throw e.getCause();
                    }
                }));
    }
}
