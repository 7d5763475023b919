package dev.mink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TimeOrderedIdTest {

    @Test
    void ids_are_of_version_7_and_the_ietf_variant() {
        for (int i = 0; i < 10_000; i++) {
            UUID id = TimeOrderedId.next();
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
        }
    }

    @Test
    void ids_begin_with_the_milliseconds_of_their_making() {
        long before = System.currentTimeMillis();
        long millis = TimeOrderedId.next().getMostSignificantBits() >>> 16;
        long after = System.currentTimeMillis();

        assertThat(millis).isBetween(before, after);
    }

    @Test
    void ids_of_later_milliseconds_are_greater_as_texts_too() {
        UUID first = TimeOrderedId.next();
        long millis = first.getMostSignificantBits() >>> 16;
        UUID later = TimeOrderedId.next();
        while (later.getMostSignificantBits() >>> 16 == millis) {
            later = TimeOrderedId.next();
        }

        assertThat(later.toString()).isGreaterThan(first.toString());
    }

    @Test
    void all_74_other_bits_vary() {
        long high = 0;
        long low = 0;
        UUID first = TimeOrderedId.next();
        for (int i = 0; i < 1_000; i++) {
            UUID id = TimeOrderedId.next();
            high |= id.getMostSignificantBits() ^ first.getMostSignificantBits();
            low |= id.getLeastSignificantBits() ^ first.getLeastSignificantBits();
        }

        assertThat(high & 0xffffL).isEqualTo(0x0fffL);
        assertThat(low).isEqualTo(0x3fff_ffff_ffff_ffffL);
    }

    @Test
    void ids_made_by_several_threads_at_once_differ() throws Exception {
        int threads = 4;
        int each = 20_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            Callable<List<UUID>> maker = () -> {
                start.await();
                List<UUID> ids = new ArrayList<>(each);
                for (int i = 0; i < each; i++) {
                    ids.add(TimeOrderedId.next());
                }
                return ids;
            };
            List<Future<List<UUID>>> made = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                made.add(pool.submit(maker));
            }
            start.countDown();
            Set<UUID> all = new HashSet<>();
            for (Future<List<UUID>> ids : made) {
                all.addAll(ids.get());
            }
            assertThat(all).hasSize(threads * each);
        } finally {
            pool.shutdownNow();
        }
    }
}
