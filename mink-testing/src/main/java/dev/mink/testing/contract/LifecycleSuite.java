package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.spi.StoredEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starting and closing. */
abstract class LifecycleSuite<T> extends Suite<T> {

    private static final StreamId ORDER = StreamId.of("Order", "1");

    @Test
    void a_new_storage_is_empty_until_the_first_append() {
        assertThat(feed()).isEmpty();
        assertThat(storage.streams("", "", ALL)).isEmpty();
        assertThat(storage.lastPosition()).isZero();
        assertThat(storage.safePosition()).isZero();

        append(ORDER, 1);
        assertThat(feed()).hasSize(1);
        assertThat(storage.streams("", "", ALL)).hasSize(1);
        assertThat(storage.lastPosition()).isPositive();
        assertThat(storage.safePosition()).isPositive();
    }

    @Test
    void a_storage_that_is_started_again_keeps_its_events_and_goes_on() {
        append(ORDER, 2);
        List<StoredEvent> before = feed();
        storage.start();

        assertThat(feed()).hasSize(2).isEqualTo(before);
        assertThat(append(ORDER, ExpectedVersion.exactly(2), Events.one()).version())
                .isEqualTo(3);
    }

    @Test
    void a_storage_may_be_closed_again() {
        append(ORDER, 1);
        assertThat(feed()).hasSize(1);

        storage.close();
        storage.close();
    }
}
