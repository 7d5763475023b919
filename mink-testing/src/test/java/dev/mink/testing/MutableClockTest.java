package dev.mink.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MutableClockTest {

    private static final Instant START = Instant.parse("2026-01-31T23:30:00Z");

    private final MutableClock clock = MutableClock.at(START);

    @Test
    void a_clock_stands_still() {
        assertThat(clock.instant()).isEqualTo(START);
        assertThat(clock.instant()).isEqualTo(START);
        assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void a_clock_advances_by_a_duration() {
        clock.advance(Duration.ofMinutes(45));
        clock.advance(Duration.ZERO);

        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-02-01T00:15:00Z"));
        assertThat(clock.millis()).isEqualTo(clock.instant().toEpochMilli());
    }

    @Test
    void a_clock_can_be_set_back() {
        clock.set(START.minusSeconds(1));

        assertThat(clock.instant()).isEqualTo(START.minusSeconds(1));
    }

    @Test
    void advancing_by_a_negative_duration_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
                .withMessage("cannot advance by PT-1S: use set(...) to go back");
        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void clocks_of_other_zones_show_the_same_time() {
        Clock tokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));
        clock.advance(Duration.ofHours(1));

        assertThat(tokyo.instant()).isEqualTo(clock.instant());
        assertThat(LocalDateTime.now(tokyo)).isEqualTo(LocalDateTime.parse("2026-02-01T09:30:00"));
    }
}
