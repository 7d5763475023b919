package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConflictRetryTest {

    @Test
    void the_standard_is_ten_attempts_with_short_waits() {
        assertThat(ConflictRetry.standard())
                .isEqualTo(new ConflictRetry(10, Duration.ofMillis(2), Duration.ofMillis(100)));
        assertThat(ConflictRetry.of(3).maxDelay()).isEqualTo(Duration.ofMillis(100));
        assertThat(ConflictRetry.none().attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 4", "3, 8", "6, 64", "7, 100", "8, 100", "22, 100", "63, 100", "64, 100", "2147483647, 100"
    })
    void the_bound_of_the_wait_doubles_up_to_the_maximum(int repetition, long millis) {
        assertThat(ConflictRetry.standard().boundBefore(repetition)).isEqualTo(millis * 1_000_000);
    }

    @Test
    void the_longest_delays_do_not_overflow() {
        ConflictRetry slow = new ConflictRetry(Integer.MAX_VALUE, Duration.ofDays(1), Duration.ofDays(1));
        ConflictRetry growing = new ConflictRetry(Integer.MAX_VALUE, Duration.ofNanos(1), Duration.ofDays(1));
        for (int repetition = 1; repetition < 200; repetition++) {
            assertThat(slow.boundBefore(repetition))
                    .isEqualTo(Duration.ofDays(1).toNanos());
            assertThat(growing.boundBefore(repetition + 1)).isGreaterThanOrEqualTo(growing.boundBefore(repetition));
            assertThat(slow.delayBefore(repetition)).isBetween(Duration.ZERO, Duration.ofDays(1));
        }
        assertThat(growing.boundBefore(Integer.MAX_VALUE))
                .isEqualTo(Duration.ofDays(1).toNanos());
    }

    @Test
    void no_delay_stays_no_delay() {
        ConflictRetry eager = new ConflictRetry(100, Duration.ZERO, Duration.ofDays(1));

        assertThat(eager.delayBefore(1)).isZero();
        assertThat(eager.delayBefore(99)).isZero();
        assertThat(new ConflictRetry(2, Duration.ofDays(1), Duration.ZERO).delayBefore(1))
                .isZero();
    }

    @Test
    void waits_are_random_within_their_bound() {
        assertThat(java.util.stream.IntStream.range(0, 1_000)
                        .mapToObj(i -> ConflictRetry.standard().delayBefore(3)))
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ZERO, Duration.ofMillis(8)))
                .anySatisfy(delay -> assertThat(delay).isLessThan(Duration.ofMillis(2)))
                .anySatisfy(delay -> assertThat(delay).isGreaterThan(Duration.ofMillis(6)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void less_than_one_attempt_is_refused(int attempts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConflictRetry.of(attempts))
                .withMessage("attempts %d is less than 1", attempts);
    }

    @Test
    void delays_are_neither_negative_nor_longer_than_a_day() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConflictRetry(2, Duration.ofMillis(-1), Duration.ZERO))
                .withMessage("first delay PT-0.001S is negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConflictRetry(2, Duration.ZERO, Duration.ofNanos(-1)))
                .withMessageStartingWith("maximum delay PT-0.000000001S is negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConflictRetry(2, Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageEndingWith("is longer than a day");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConflictRetry(2, Duration.ofDays(1).plusNanos(1), Duration.ZERO))
                .withMessage("first delay PT24H0.000000001S is longer than a day");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> new ConflictRetry(2, null, Duration.ZERO))
                .withMessage("first delay");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> new ConflictRetry(2, Duration.ZERO, null))
                .withMessage("maximum delay");
    }
}
