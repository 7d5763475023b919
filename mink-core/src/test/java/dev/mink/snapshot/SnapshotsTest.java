package dev.mink.snapshot;

import static dev.mink.snapshot.SnapshotPolicy.never;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

    /** A state of several kinds. */
    sealed interface Door {
        record Open(int angle) implements Door {}

        record Shut(Lock lock) implements Door {}

        enum Missing implements Door {
            NEVER_MADE,
            STOLEN {}
        }
    }

    record Lock(String key) {}

    private static String digest(Class<?> state) {
        return Snapshots.of(never(), state).schema();
    }

    @Test
    void states_have_the_names_of_their_records() {
        Snapshots<Door> doors = Snapshots.of(never(), Door.class);

        for (Door door :
                List.of(new Door.Open(7), new Door.Shut(new Lock("k")), Door.Missing.NEVER_MADE, Door.Missing.STOLEN)) {
            Object state = doors.capture(door);
            assertThat(state).isSameAs(door);
            assertThat(doors.stateType(doors.typeOf(state))).isAssignableFrom(door.getClass());
            assertThat(doors.restore(new Door.Open(0), state)).isSameAs(door);
        }
        assertThat(doors.typeOf(new Door.Open(7))).isEqualTo("Open");
        assertThat(doors.typeOf(Door.Missing.STOLEN)).isEqualTo("Missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> doors.stateType("Lock"))
                .withMessageContaining("\"Lock\"")
                .withMessageContaining("Shut");
    }

    static final class A {
        record State(int a, List<A.Inner> inner) {}

        record Inner(Map<String, A.Innermost[]> all) {}

        record Innermost(String a) {}
    }

    static final class Moved {
        record State(int a, List<Moved.Inner> inner) {}

        record Inner(Map<String, Moved.Innermost[]> all) {}

        record Innermost(String a) {}
    }

    static final class B {
        record State(int a, List<B.Inner> inner) {}

        record Inner(Map<String, B.Innermost[]> all) {}

        record Innermost(String a, Optional<String> b) {}
    }

    record One(int a) {}

    static final class Other {
        record One(long a) {}
    }

    static final class Renamed {
        record One(int b) {}
    }

    record Tree(Optional<Tree> left, Optional<Tree> right) {}

    @Test
    void another_shape_is_another_schema() {
        assertThat(List.of(digest(One.class), digest(Other.One.class), digest(Renamed.One.class)))
                .doesNotHaveDuplicates();
        assertThat(digest(A.State.class)).isEqualTo(digest(Moved.State.class)).isNotEqualTo(digest(B.State.class));
        assertThat(digest(Tree.class)).isEqualTo(digest(Tree.class)).matches("1-[0-9a-f]{8}");
    }

    @Test
    void the_version_is_part_of_the_schema() {
        Snapshots<One> one = Snapshots.of(never(), One.class);

        assertThat(one.version(2).schema()).isEqualTo(one.schema().replaceFirst("1", "2"));
        assertThat(one.version(2).version(1).schema()).isEqualTo(one.schema());
    }

    @Test
    void settings_are_kept_and_change_copies_only() {
        Snapshots<One> one = Snapshots.of(SnapshotPolicy.every(3), One.class);
        Snapshots<One> other = one.keep(4).version(2).keepFor(Duration.ofDays(1));

        assertThat(one.kept()).isEqualTo(1);
        assertThat(one.keptFor()).isEmpty();
        assertThat(other.kept()).isEqualTo(4);
        assertThat(other.keptFor()).contains(Duration.ofDays(1));
        assertThat(other.schema()).startsWith("2-");
        assertThat(other.policy()).isEqualTo(SnapshotPolicy.every(3));
    }

    record Generic<T>(T value) {}

    sealed interface Twice {
        record State() implements Twice {}

        final class Nested {
            record State() implements Twice {}
        }
    }

    sealed interface Unusable {
        final class Plain implements Unusable {}
    }

    @Test
    void what_cannot_be_stored_is_refused_at_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Snapshots.of(never(), StringBuilder.class))
                .withMessageContaining("java.lang.StringBuilder")
                .withMessageContaining("records without type parameters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Snapshots.of(never(), Generic.class))
                .withMessageContaining("Generic");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Snapshots.of(never(), Unusable.class))
                .withMessageContaining("Plain under")
                .withMessageContaining("Unusable");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Snapshots.of(never(), Twice.class))
                .withMessageContaining("two state types")
                .withMessageContaining("rename one");
    }

    @Test
    void what_makes_no_sense_is_refused() {
        Snapshots<One> one = Snapshots.of(never(), One.class);

        assertThatIllegalArgumentException().isThrownBy(() -> one.keep(0)).withMessageContaining("keep(0)");
        assertThatIllegalArgumentException().isThrownBy(() -> one.version(0)).withMessageContaining("version 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.keepFor(Duration.ofSeconds(-1)))
                .withMessageContaining("PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.keepFor(Duration.ofDays(36_501)))
                .withMessageContaining("36,500 days");
    }

    @Test
    void a_captured_state_of_another_type_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Snapshots.of(never(), Door.class).typeOf(new One(1)))
                .withMessageContaining("One")
                .withMessageContaining("Door");
    }
}
