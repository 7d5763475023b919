package dev.mink.testing.contract;

import static dev.mink.testing.contract.ViewData.VIEW;
import static dev.mink.testing.contract.ViewData.document;
import static dev.mink.testing.contract.ViewData.generation;
import static dev.mink.testing.contract.ViewData.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mink.StorageException;
import dev.mink.projection.Condition;
import dev.mink.spi.DocumentQuery;
import dev.mink.spi.FieldValue;
import dev.mink.spi.ViewDocument;
import dev.mink.spi.ViewField;
import dev.mink.spi.ViewGeneration;
import dev.mink.spi.ViewStore;
import dev.mink.testing.contract.ViewData.Read;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents of views: kept in generations side by side, and read from the one that serves a version. */
abstract class ViewSuite<T> extends Suite<T> {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456Z");
    private static final DocumentQuery EVERYTHING = new DocumentQuery(null, List.of(), null, 0, ALL);

    private ViewStore<T> views;

    @SuppressWarnings("NullAway.Init")
    ViewSuite() {}

    abstract boolean keepsViews();

    @BeforeEach
    void find() {
        assumeTrue(keepsViews(), "this storage does not keep views, as its contract says");
        views = storage.views().orElseThrow(() -> new AssertionError("there is no view store"));
    }

    private void run(Steps<T> steps) {
        var unused = storage.transact(transaction -> {
            steps.in(transaction);
            return true;
        });
    }

    private void create(int number) {
        run(transaction -> views.create(transaction, generation(number)));
    }

    private void serve(int version, int number) {
        run(transaction -> views.serve(transaction, VIEW, version, number));
    }

    private void save(int number, ViewDocument... documents) {
        run(transaction -> views.save(transaction, generation(number), Arrays.asList(documents), List.of()));
    }

    private void remove(int number, String... keys) {
        run(transaction -> views.save(transaction, generation(number), List.of(), Arrays.asList(keys)));
    }

    private List<Read> load(int number, Set<String> keys, FieldValue... matches) {
        return storage.transact(
                transaction -> read(views.load(transaction, generation(number), keys, Arrays.asList(matches))));
    }

    private List<Read> all(int version) {
        return read(views.find(VIEW, version, EVERYTHING));
    }

    private static List<Read> read(Collection<ViewDocument> documents) {
        return documents.stream().map(ViewData::read).toList();
    }

    private static Read[] read(ViewDocument... documents) {
        return read(Arrays.asList(documents)).toArray(Read[]::new);
    }

    @Test
    void documents_come_back_as_they_were_saved() {
        ViewDocument full = document("k", "Ä ' \\\\ % \ud83d\ude00", "t", "1.5", true, AT);
        ViewDocument empty = plain("Ä ' \\ \" {} , % \ud83d\ude00", "");
        ViewDocument longest = plain("\ud83d\ude00".repeat(127) + "x", "x".repeat(100_000));
        create(1);
        serve(1, 1);
        save(1, full, empty, longest);

        assertThat(all(1)).containsExactlyInAnyOrder(read(full, empty, longest));
        assertThat(load(1, Set.of("k", longest.key(), empty.key())))
                .containsExactlyInAnyOrder(read(full, empty, longest));
        assertThat(read(views.get(VIEW, 1, Set.of("k", empty.key(), "nobody"))))
                .containsExactlyInAnyOrder(read(full, empty));
        assertThat(views.count(VIEW, 1, null)).isEqualTo(3);
    }

    @Test
    void keys_are_told_apart_exactly() {
        create(1);
        save(1, plain("a", "1"), plain("A", "2"), plain("a ", "3"), plain("ä", "4"));

        assertThat(load(1, Set.of("a"))).containsExactly(read(plain("a", "1")));
        assertThat(load(1, Set.of("A", "a "))).containsExactlyInAnyOrder(read(plain("A", "2"), plain("a ", "3")));
        assertThat(load(1, Set.of("a\u0308"))).isEmpty();
    }

    @Test
    void a_document_takes_the_place_of_that_with_the_same_key_with_all_its_values() {
        create(1);
        save(1, document("k", "old", "old", "1", true, AT), plain("other", "same"));
        save(1, document("k", "new", "new", null, false, AT.plusSeconds(1)));

        assertThat(load(1, Set.of("k", "other")))
                .containsExactlyInAnyOrder(read(plain("k", "new"), plain("other", "same")));
        assertThat(load(1, Set.of(), new FieldValue("text", "old"))).isEmpty();
        assertThat(load(1, Set.of(), new FieldValue("inner.number", BigDecimal.ONE)))
                .isEmpty();
        assertThat(load(1, Set.of(), new FieldValue("text", "new"))).containsExactly(read(plain("k", "new")));
    }

    @Test
    void documents_are_removed_with_those_that_do_not_exist() {
        create(1);
        serve(1, 1);
        save(1, plain("a", "1"), plain("b", "2"), plain("c", "3"));
        remove(1, "a", "c", "nobody");

        assertThat(all(1)).containsExactly(read(plain("b", "2")));
        assertThat(load(1, Set.of("a", "b"))).containsExactly(read(plain("b", "2")));
    }

    @Test
    void some_are_saved_and_others_removed_at_once() {
        create(1);
        serve(1, 1);
        save(1, plain("a", "1"), plain("b", "2"));
        run(transaction ->
                views.save(transaction, generation(1), List.of(plain("c", "3"), plain("b", "4")), List.of("a")));

        assertThat(all(1)).containsExactly(read(plain("b", "4"), plain("c", "3")));
    }

    @Test
    void documents_are_found_by_the_values_of_every_field_each_once() {
        ViewDocument a = document("a", "a", "x", "1.5", true, AT);
        ViewDocument b = document("b", "b", "y", "2", false, AT.plusNanos(1000));
        ViewDocument c = document("c", "c", "x", "2", null, null);
        create(1);
        save(1, a, b, c, plain("d", "d"));

        assertThat(load(1, Set.of(), new FieldValue("text", "x"))).containsExactlyInAnyOrder(read(a, c));
        assertThat(load(1, Set.of(), new FieldValue("inner.number", new BigDecimal("1.5"))))
                .containsExactly(read(a));
        assertThat(load(1, Set.of(), new FieldValue("is_true", false))).containsExactly(read(b));
        assertThat(load(1, Set.of(), new FieldValue("At", AT))).containsExactly(read(a));
        assertThat(load(
                        1,
                        Set.of("a", "d"),
                        new FieldValue("text", "x"),
                        new FieldValue("text", "z"),
                        new FieldValue("inner.number", BigDecimal.valueOf(2))))
                .containsExactlyInAnyOrder(read(a, b, c, plain("d", "d")));
    }

    @Test
    void thousands_are_loaded_and_saved_at_once() {
        List<ViewDocument> many = IntStream.range(0, 5000)
                .mapToObj(i ->
                        document("k-" + i, "c" + i, i % 3 == 0 ? null : "t" + i, "" + i, i % 2 == 0, AT.plusSeconds(i)))
                .toList();
        create(1);
        run(transaction -> views.save(transaction, generation(1), many, List.of()));
        Set<String> half =
                Set.copyOf(IntStream.range(0, 2500).mapToObj(i -> "k-" + 2 * i).toList());
        run(transaction -> views.save(transaction, generation(1), List.of(), half));

        List<Read> left = new ArrayList<>();
        for (int i = 1; i < 5000; i += 2) {
            left.add(ViewData.read(many.get(i)));
        }
        assertThat(load(1, Set.copyOf(many.stream().map(ViewDocument::key).toList())))
                .containsExactlyInAnyOrderElementsOf(left);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ""})
    void those_who_lock_a_document_or_all_change_it_one_after_the_other(String locked) throws Exception {
        create(1);
        save(1, plain("a", ""));
        try (Threads threads = new Threads()) {
            for (Threads.Outcome<Boolean> outcome : threads.together(4, n -> () -> {
                for (int i = 0; i < 10; i++) {
                    lengthen("a", locked);
                }
                return true;
            })) {
                assertThat(outcome.failure()).isNull();
            }
        }
        assertThat(load(1, Set.of("a"))).containsExactly(read(plain("a", "x".repeat(40)))[0]);
    }

    private void lengthen(String key, String locked) {
        run(transaction -> {
            views.lock(transaction, generation(1), Set.of(locked));
            Read before = ViewData.read(views.load(transaction, generation(1), Set.of(key), List.of())
                    .get(0));
            ViewDocument after = plain(key, before.content().get("content") + "x");
            views.save(transaction, generation(1), List.of(after), List.of());
        });
    }

    @Test
    void what_is_rolled_back_leaves_no_trace() {
        create(1);
        serve(1, 1);
        save(1, plain("a", "1"), plain("b", "2"));

        assertThatThrownBy(() -> run(transaction -> {
                    views.save(transaction, generation(1), List.of(plain("a", "no"), plain("c", "no")), List.of("b"));
                    views.create(transaction, generation(2));
                    views.save(transaction, generation(2), List.of(plain("a", "no")), List.of());
                    views.serve(transaction, VIEW, 1, 2);
                    views.drop(transaction, VIEW, 1);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");

        assertThat(all(1)).containsExactly(read(plain("a", "1"), plain("b", "2")));
        create(2);
        assertThat(load(2, Set.of("a"))).isEmpty();
    }

    @Test
    void a_transaction_loads_what_it_has_saved() {
        create(1);
        run(transaction -> {
            views.save(transaction, generation(1), List.of(plain("a", "1")), List.of());
            assertThat(read(views.load(transaction, generation(1), Set.of("a"), List.of())))
                    .containsExactly(read(plain("a", "1")));
        });
    }

    @Test
    void generations_and_views_do_not_touch_each_other() {
        ViewGeneration other = new ViewGeneration("sales", 2, List.of());
        create(1);
        create(2);
        run(transaction -> views.create(transaction, other));
        save(1, plain("a", "first"));
        save(2, plain("a", "second"), plain("b", "second"));
        run(transaction ->
                views.save(transaction, other, List.of(new ViewDocument("a", "{\"content\":\"other\"}")), List.of()));

        assertThat(load(1, Set.of("a", "b"))).containsExactly(read(plain("a", "first")));
        remove(2, "a");
        run(transaction -> views.drop(transaction, VIEW, 2));
        assertThat(load(1, Set.of("a"))).containsExactly(read(plain("a", "first")));
        List<Read> others =
                storage.transact(transaction -> read(views.load(transaction, other, Set.of("a"), List.of())));
        assertThat(others).hasSize(1).first().extracting(Read::content).hasToString("{content=other}");
    }

    @Test
    void nothing_is_read_of_a_generation_that_does_not_serve() {
        assertThat(all(1)).isEmpty();
        create(1);
        save(1, plain("a", "1"));

        assertThat(all(1)).isEmpty();
        assertThat(views.get(VIEW, 1, Set.of("a"))).isEmpty();
        assertThat(views.count(VIEW, 1, null)).isZero();

        serve(1, 1);
        assertThat(all(1)).containsExactly(read(plain("a", "1")));
        assertThat(all(2)).containsExactly(read(plain("a", "1")));
    }

    @Test
    void another_generation_is_read_as_soon_as_it_serves_and_the_old_one_is_gone() {
        create(1);
        serve(1, 1);
        save(1, plain("a", "old"));
        assertThat(all(1)).containsExactly(read(plain("a", "old")));
        create(2);
        save(2, plain("a", "new"), plain("b", "new"));
        assertThat(all(1)).containsExactly(read(plain("a", "old")));

        serve(1, 2);
        assertThat(all(1)).containsExactly(read(plain("a", "new"), plain("b", "new")));
        assertThat(views.count(VIEW, 1, null)).isEqualTo(2);
        assertThat(views.get(VIEW, 1, Set.of("b"))).hasSize(1);
        run(transaction -> views.drop(transaction, VIEW, 1));
        assertThat(all(1)).containsExactly(read(plain("a", "new"), plain("b", "new")));
    }

    @Test
    void a_generation_may_be_replaced_and_dropped_between_two_reads() {
        create(1);
        serve(1, 1);
        save(1, plain("a", "old"));
        assertThat(all(1)).hasSize(1);
        create(2);
        save(2, plain("a", "new"));
        run(transaction -> {
            views.serve(transaction, VIEW, 1, 2);
            views.drop(transaction, VIEW, 1);
        });

        assertThat(read(views.get(VIEW, 1, Set.of("a")))).containsExactly(read(plain("a", "new")));
        run(transaction -> views.drop(transaction, VIEW, 2));
        assertThat(all(1)).isEmpty();
    }

    @Test
    void every_version_has_readers_of_its_own_and_those_of_a_new_one_see_the_one_before_until_it_serves() {
        create(1);
        serve(1, 1);
        save(1, plain("a", "version 1"));
        create(2);
        save(2, plain("a", "version 3"));
        assertThat(all(3)).containsExactly(read(plain("a", "version 1")));

        serve(3, 2);
        assertThat(all(1)).containsExactly(read(plain("a", "version 1")));
        assertThat(all(2)).containsExactly(read(plain("a", "version 1")));
        assertThat(all(3)).containsExactly(read(plain("a", "version 3")));

        run(transaction -> views.drop(transaction, VIEW, 1));
        assertThat(all(1)).isEmpty();
        assertThat(all(3)).containsExactly(read(plain("a", "version 3")));
    }

    @Test
    void a_generation_is_made_once_and_served_if_it_exists() {
        create(1);

        assertThatThrownBy(() -> create(1)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> serve(1, 2))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("2");
        run(transaction -> views.drop(transaction, VIEW, 7));
    }

    @Test
    void other_fields_than_those_of_the_generation_are_refused() {
        create(1);
        serve(1, 1);
        save(1, plain("a", "1"));
        ViewGeneration more = new ViewGeneration(VIEW, 1, List.of(new ViewField("more", ViewField.Type.TEXT)));

        assertThatThrownBy(() -> run(transaction ->
                        views.save(transaction, more, List.of(new ViewDocument("a", "{}", List.of("x"))), List.of())))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("raise the version");
        assertThatThrownBy(() -> views.count(VIEW, 1, new Condition.Missing("more")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("raise the version");
    }

    private interface Steps<T> {
        void in(T transaction);
    }
}
