package dev.mink.testing;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.testing.EventDifferenceTest.Other.B;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventDifferenceTest {

    record A(int n) {}

    record C(int n) {}

    interface Other {
        record A(int n) {}

        record B(int n, String text) {}
    }

    private static List<String> differences(List<?> expected, List<?> actual) {
        return EventDifference.between(EventDifference.exactly(expected), actual)
                .map(EventDifference::lines)
                .orElse(List.of());
    }

    @Test
    void the_same_events_do_not_differ() {
        assertThat(EventDifference.between(List.of(), List.of())).isEmpty();
        assertThat(differences(List.of(new A(1), new B(2, "b")), List.of(new A(1), new B(2, "b"))))
                .isEmpty();
    }

    @Test
    void a_difference_is_shown_below_both_lists() {
        EventDifference difference = EventDifference.between(
                        EventDifference.exactly(List.of(new A(1), new B(2, "b"), new C(3))),
                        List.of(new A(1), new B(4, "d")))
                .orElseThrow();

        assertThat(difference.message()).isEqualTo("""
                        expected:
                          1. A[n=1]
                          2. B[n=2, text=b]
                          3. C[n=3]
                        but was:
                          1. A[n=1]
                          2. B[n=4, text=d]
                        difference:
                          event 2, B: n expected 2 but was 4; text expected "b" but was "d"
                          event 3 is missing: C[n=3]""");
        assertThat(difference.error("before\n", "\nafter"))
                .hasMessage("before\n" + difference.message() + "\nafter")
                .satisfies(error -> assertThat(error.getExpected().getValue()).isEqualTo(difference.expected()))
                .satisfies(error -> assertThat(error.getActual().getValue()).isEqualTo(difference.actual()));
    }

    @Test
    void nothing_is_shown_as_nothing() {
        assertThat(EventDifference.between(EventDifference.exactly(List.of(new A(1))), List.of())
                        .orElseThrow()
                        .message())
                .isEqualTo("""
                        expected:
                          1. A[n=1]
                        but was: nothing
                        difference:
                          event 1 is missing: A[n=1]""");
        assertThat(EventDifference.between(List.of(), List.of(new A(1)))
                        .orElseThrow()
                        .message())
                .isEqualTo("""
                        expected: nothing
                        but was:
                          1. A[n=1]
                        difference:
                          event 1 was not expected: A[n=1]""");
    }

    @Test
    void an_event_that_is_missing_at_the_front_is_one_difference() {
        assertThat(differences(List.of(new A(1), new A(2), new C(3)), List.of(new A(2), new C(3))))
                .containsExactly("event 1 is missing: A[n=1]");
    }

    @Test
    void an_event_too_many_in_the_middle_is_one_difference() {
        assertThat(differences(List.of(new A(1), new A(2), new C(3)), List.of(new A(1), new C(9), new A(2), new C(3))))
                .containsExactly("event 2 was not expected: C[n=9]");
    }

    @Test
    void an_event_that_moved_and_changed_is_compared_with_the_one_that_it_is_instead_of() {
        assertThat(differences(List.of(new A(1), new C(3)), List.of(new C(4))))
                .containsExactly(
                        "event 1 is missing: A[n=1]", "event 1 (expected as event 2), C: n expected 3 but was 4");
    }

    @Test
    void an_event_of_another_type_is_one_missing_and_one_not_expected() {
        assertThat(differences(List.of(new A(1), new C(1)), List.of(new A(1), new A(1))))
                .containsExactly("event 2 is missing: C[n=1]", "event 2 was not expected: A[n=1]");
    }

    @Test
    void events_that_read_the_same_are_told_by_their_classes() {
        assertThat(differences(List.of(new A(1)), List.of(new Other.A(1))))
                .containsExactly(
                        "event 1 is missing: A[n=1] of class " + A.class.getName(),
                        "event 1 was not expected: A[n=1] of class " + Other.A.class.getName());
    }

    @Test
    void another_order_is_told_in_one_line() {
        assertThat(differences(List.of(new A(1), new A(2), new C(3)), List.of(new C(3), new A(1), new A(2))))
                .containsExactly("the same events in another order");
    }

    @Test
    void equal_events_are_counted() {
        assertThat(differences(nCopies(3, new A(1)), nCopies(2, new A(1))))
                .containsExactly("event 3 is missing: A[n=1]");
        assertThat(differences(List.of(new A(1), new A(1), new C(1)), List.of(new A(1), new C(1), new C(1))))
                .containsExactly("event 2 is missing: A[n=1]", "event 3 was not expected: C[n=1]");
    }

    @Test
    void long_lists_are_cut_and_only_the_first_of_very_many_differences_is_told() {
        List<A> expected = IntStream.range(0, 5_000).mapToObj(A::new).toList();
        List<A> actual = new ArrayList<>(expected);
        actual.remove(4_000);

        EventDifference difference = EventDifference.between(EventDifference.exactly(expected), actual)
                .orElseThrow();

        assertThat(difference.expected()).endsWith("  100. A[n=99]\n  … and 4900 more\n");
        assertThat(difference.lines())
                .containsExactly("event 4001 differs; there are too many behind it to compare them");
    }

    @Test
    void the_start_that_is_the_same_does_not_count_as_many() {
        List<A> expected = IntStream.range(0, 5_000).mapToObj(A::new).toList();
        List<A> actual = new ArrayList<>(expected);
        actual.remove(4_800);

        assertThat(differences(expected, actual)).containsExactly("event 4801 is missing: A[n=4800]");
    }
}
