package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedVersionTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, Long.MAX_VALUE})
    void any_is_met_by_every_version(long version) {
        assertThat(ExpectedVersion.any().isMetBy(version)).isTrue();
    }

    @Test
    void no_stream_is_met_by_a_missing_stream_only() {
        assertThat(ExpectedVersion.noStream().isMetBy(0)).isTrue();
        assertThat(ExpectedVersion.noStream().isMetBy(1)).isFalse();
    }

    @Test
    void exists_is_met_by_every_stream_with_an_event() {
        assertThat(ExpectedVersion.exists().isMetBy(0)).isFalse();
        assertThat(ExpectedVersion.exists().isMetBy(1)).isTrue();
        assertThat(ExpectedVersion.exists().isMetBy(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void exactly_is_met_by_that_version_only() {
        assertThat(ExpectedVersion.exactly(3).isMetBy(2)).isFalse();
        assertThat(ExpectedVersion.exactly(3).isMetBy(3)).isTrue();
        assertThat(ExpectedVersion.exactly(3).isMetBy(4)).isFalse();
    }

    @Test
    void exactly_zero_is_no_stream() {
        assertThat(ExpectedVersion.exactly(0)).isEqualTo(ExpectedVersion.noStream());
        assertThat(new ExpectedVersion.Exactly(0)).isEqualTo(ExpectedVersion.noStream());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -2, Long.MIN_VALUE})
    void a_negative_version_is_refused_with_the_named_ones(long version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExpectedVersion.exactly(version))
                .withMessage(
                        "expected version %d is negative: versions start at 1; use noStream(), exists() or any()"
                                + " for the rest",
                        version);
    }

    @Test
    void expectations_read_as_a_part_of_a_sentence() {
        assertThat(ExpectedVersion.any()).hasToString("any version");
        assertThat(ExpectedVersion.exists()).hasToString("an existing stream");
        assertThat(ExpectedVersion.noStream()).hasToString("no stream");
        assertThat(ExpectedVersion.exactly(7)).hasToString("version 7");
    }

    @Test
    void a_conflict_says_what_was_expected_and_what_is_there() {
        StreamId stream = StreamId.of("Order", "1");
        ConcurrencyException behind = new ConcurrencyException(stream, ExpectedVersion.exactly(2), 5);
        ConcurrencyException missing = new ConcurrencyException(stream, ExpectedVersion.exists(), 0);

        assertThat(behind)
                .hasMessageStartingWith("stream Order-1 is at version 5, but version 2 was expected: load it again")
                .isInstanceOf(MinkException.class);
        assertThat(missing)
                .hasMessageStartingWith("stream Order-1 does not exist, but an existing stream was expected");
        assertThat(behind.stream()).isEqualTo(stream);
        assertThat(behind.expected()).isEqualTo(ExpectedVersion.exactly(2));
        assertThat(behind.actual()).isEqualTo(5);
    }
}
