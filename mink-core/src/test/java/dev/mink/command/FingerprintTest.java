package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.Metadata;
import dev.mink.schema.CodecException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    record Tag(String name, Set<Integer> numbers) {}

    record Everything(
            Set<Tag> tags, Map<String, Set<String>> groups, List<String> lines, BigDecimal amount, Instant at) {}

    record Note(Object text) {}

    /** Not a record: its contents are in a field only. */
    static final class Plain {

        @SuppressWarnings("UnusedVariable")
        private final String text;

        Plain(String text) {
            this.text = text;
        }
    }

    static final class Elsewhere {
        record Note(Object text) {}
    }

    private static String of(Object command) {
        return Fingerprint.of(new CommandEnvelope("id", command, Metadata.empty()));
    }

    @Test
    void equal_commands_have_the_same_whatever_the_order_of_their_sets_and_maps() {
        assertThat(of(everything(false))).isEqualTo(of(everything(true)));
    }

    /** The same, its sets and maps filled in another order, as they are in another process. */
    private static Everything everything(boolean reversed) {
        List<Tag> tags = new ArrayList<>(List.of(
                new Tag("a", new LinkedHashSet<>(inOrder(reversed, 1, 2, 10))),
                new Tag("b", Set.of(3)),
                new Tag("a", Set.of())));
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        for (String name : inOrder(reversed, "x", "y", "z")) {
            groups.put(name, new LinkedHashSet<>(inOrder(reversed, "p", "q")));
        }
        if (reversed) {
            Collections.reverse(tags);
        }
        return new Everything(
                new LinkedHashSet<>(tags), groups, List.of("2", "1"), new BigDecimal("1.50"), Instant.EPOCH);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <E> List<E> inOrder(boolean reversed, E... elements) {
        List<E> list = new ArrayList<>(List.of(elements));
        if (reversed) {
            Collections.reverse(list);
        }
        return list;
    }

    @Test
    void different_commands_have_different_ones() {
        assertThat(List.of(
                        of(new Note("a")),
                        of(new Note("b")),
                        of(new Note(List.of("a", "b"))),
                        of(new Note(List.of("b", "a"))),
                        of(new Note(1)),
                        of(new Note("1")),
                        of(new Note(Map.of())),
                        of(new Note(null)),
                        of(new Note("\0")),
                        of(new Note("\ud800")),
                        of(new Note("\udfff")),
                        of(new Note(Double.NaN)),
                        of(new Elsewhere.Note("a")),
                        of(new Plain("a")),
                        of(new Plain("b"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void the_tenant_tells_commands_apart_and_nothing_else_of_the_metadata() {
        Note note = new Note("a");
        Metadata ann = Metadata.empty().withUserId("ann").withCorrelationId("c");

        assertThat(Fingerprint.of(new CommandEnvelope("1", note, ann))).isEqualTo(of(note));
        assertThat(List.of(
                        of(note),
                        Fingerprint.of(new CommandEnvelope("1", note, ann.withTenantId("t-1"))),
                        Fingerprint.of(new CommandEnvelope("1", note, ann.withTenantId("t-2"))),
                        Fingerprint.of(new CommandEnvelope("1", note, ann.withTenantId("")))))
                .doesNotHaveDuplicates();
    }

    @Test
    void it_names_the_type_but_not_where_it_is_declared() {
        assertThat(of(new Note("a"))).matches("Note:[0-9a-f]{64}");
    }

    @Test
    void a_command_that_is_no_value_is_named() {
        List<Object> self = new ArrayList<>();
        self.add(self);

        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> of(new Note(self)))
                .withMessageContaining("the command " + Note.class.getName() + " cannot be written as JSON")
                .withMessageEndingWith("make it a record of plain values");
    }
}
