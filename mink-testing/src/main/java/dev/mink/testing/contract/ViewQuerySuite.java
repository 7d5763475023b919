package dev.mink.testing.contract;

import static dev.mink.projection.Condition.field;
import static dev.mink.projection.Condition.not;
import static dev.mink.testing.contract.ViewData.VIEW;
import static dev.mink.testing.contract.ViewData.document;
import static dev.mink.testing.contract.ViewData.generation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mink.projection.Condition;
import dev.mink.spi.DocumentQuery;
import dev.mink.spi.DocumentQuery.Place;
import dev.mink.spi.FieldOrder;
import dev.mink.spi.ViewDocument;
import dev.mink.spi.ViewStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries for documents: conditions that are true or false, exact orders, and places to go on behind. */
abstract class ViewQuerySuite<T> extends Suite<T> {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456Z");
    private static final String BEHIND_SURROGATES = "\uFF5E";
    private static final String PAIR = "\ud83d\ude00";

    private static final String[] TEXTS = {
        "",
        "a",
        "A",
        "ab",
        "b",
        "a%b",
        "a_b",
        "a\\b",
        "ä",
        "a\u0308",
        BEHIND_SURROGATES,
        PAIR,
        "a" + PAIR + "b",
        "a'\"b"
    };
    private static final String[] NUMBERS = {
        "0", "1", "-1", "1.5", "1E+2", "100.001", "-0.0001", "123456789012345678901234567890.5"
    };
    private static final Instant[] TIMES = {
        AT,
        AT.plusNanos(1000),
        AT.minusSeconds(86_400),
        Instant.parse("0001-01-01T00:00:00Z"),
        Instant.parse("9999-12-31T23:59:59.999999Z")
    };
    private static final String[] PATTERNS = {
        "%", "a%", "%b", "a_b", "_", "a\\%b", "a\\_b", "a\\\\b", "%\\%%", "a" + PAIR + "_", ""
    };

    private ViewStore<T> views;

    @SuppressWarnings("NullAway.Init")
    ViewQuerySuite() {}

    abstract boolean keepsViews();

    @BeforeEach
    void find() {
        assumeTrue(keepsViews(), "this storage does not keep views, as its contract says");
        views = storage.views().orElseThrow(() -> new AssertionError("there is no view store"));
    }

    private void fill(Collection<ViewDocument> documents) {
        var unused = storage.transact(transaction -> {
            views.create(transaction, generation(1));
            views.save(transaction, generation(1), documents, List.of());
            views.serve(transaction, VIEW, 1, 1);
            return true;
        });
    }

    private List<String> keys(DocumentQuery query) {
        return views.find(VIEW, 1, query).stream().map(ViewDocument::key).toList();
    }

    private List<String> keys(@Nullable Condition condition, FieldOrder... orders) {
        return keys(new DocumentQuery(condition, List.of(orders), null, 0, ALL));
    }

    private static FieldOrder by(String field) {
        return new FieldOrder(field, false);
    }

    private static FieldOrder down(String field) {
        return new FieldOrder(field, true);
    }

    private void fillFive() {
        fill(List.of(
                document("a", "", "x", "1.5", true, AT),
                document("b", "", "X", "20", false, AT.plusNanos(1000)),
                document("c", "", BEHIND_SURROGATES, "3", null, AT.minusNanos(1000)),
                document("d", "", PAIR, null, true, null),
                document("e", "", null, "3", false, AT)));
    }

    @Test
    void values_are_compared_as_what_they_are() {
        fillFive();

        assertThat(keys(field("text").eq("x"))).containsExactly("a");
        assertThat(keys(field("text").gt("x"))).containsExactly("c", "d");
        assertThat(keys(field("text").lt(PAIR))).containsExactly("a", "b", "c");
        assertThat(keys(field("inner.number").lt(BigDecimal.TEN))).containsExactly("a", "c", "e");
        assertThat(keys(field("inner.number").ge(BigDecimal.valueOf(3)))).containsExactly("b", "c", "e");
        assertThat(keys(field("inner.number").le(new BigDecimal("1.5")))).containsExactly("a");
        assertThat(keys(field("is_true").eq(false))).containsExactly("b", "e");
        assertThat(keys(field("At").le(AT))).containsExactly("a", "c", "e");
        assertThat(keys(field("At").gt(AT))).containsExactly("b");
        assertThat(keys(field("text").in("x", PAIR, "nobody"))).containsExactly("a", "d");
        assertThat(keys(field("inner.number").in(BigDecimal.valueOf(3), BigDecimal.ONE)))
                .containsExactly("c", "e");
        assertThat(keys(field("At").in(AT))).containsExactly("a", "e");
        assertThat(keys(field("is_true").in(List.of()))).isEmpty();
    }

    @Test
    void a_condition_on_a_missing_value_is_false_and_its_opposite_true() {
        fillFive();

        assertThat(keys(field("text").isNull())).containsExactly("e");
        assertThat(keys(field("inner.number").notNull())).containsExactly("a", "b", "c", "e");
        assertThat(keys(field("is_true").ne(true))).containsExactly("b", "c", "e");
        assertThat(keys(not(field("is_true").eq(true)))).containsExactly("b", "c", "e");
        assertThat(keys(not(field("text").like("%")))).containsExactly("e");
        assertThat(keys(not(field("At").lt(AT).or(field("At").gt(AT))))).containsExactly("a", "d", "e");
        assertThat(keys(not(not(field("text").contains("x"))))).containsExactly("a");
    }

    @Test
    void values_are_never_part_of_the_language() {
        String evil = "x' or '1' = '1\"; \\ ? $1 %_";
        fill(List.of(document("evil", "", evil, null, null, null), document("good", "", "x", null, null, null)));

        assertThat(keys(field("text").eq(evil))).containsExactly("evil");
        assertThat(keys(field("text").in(evil))).containsExactly("evil");
        assertThat(keys(field("text").contains(evil))).containsExactly("evil");
        assertThat(keys(field("text").eq("' or true --"))).isEmpty();
        assertThat(keys(field("text").contains("%"))).containsExactly("evil");
        assertThat(keys(field("text").like("x\\' %"))).containsExactly("evil");
    }

    @Test
    void documents_come_in_order_those_without_a_value_as_the_greatest_and_equal_ones_by_their_keys() {
        fillFive();

        assertThat(keys((Condition) null)).containsExactly("a", "b", "c", "d", "e");
        assertThat(keys(null, by("text"))).containsExactly("b", "a", "c", "d", "e");
        assertThat(keys(null, down("text"))).containsExactly("e", "d", "c", "a", "b");
        assertThat(keys(null, by("inner.number"))).containsExactly("a", "c", "e", "b", "d");
        assertThat(keys(null, down("inner.number"))).containsExactly("d", "b", "e", "c", "a");
        assertThat(keys(null, by("is_true"))).containsExactly("b", "e", "a", "d", "c");
        assertThat(keys(null, down("is_true"), by("At"))).containsExactly("c", "a", "d", "e", "b");
        assertThat(keys(field("is_true").notNull(), down("At"))).containsExactly("d", "b", "e", "a");
    }

    @Test
    void keys_are_ordered_by_code_points() {
        fill(List.of(
                document(PAIR, "", null, null, null, null),
                document("b", "", null, null, null, null),
                document(BEHIND_SURROGATES, "", null, null, null, null),
                document("B", "", null, null, null, null)));

        assertThat(keys((Condition) null)).containsExactly("B", "b", BEHIND_SURROGATES, PAIR);
    }

    @Test
    void any_query_finds_what_it_says() {
        for (int seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            List<ViewDocument> documents = documents(random, 40);
            refill(documents);
            for (int i = 0; i < 40; i++) {
                Condition condition = random.nextInt(8) == 0 ? null : condition(random, 3);
                DocumentQuery query = new DocumentQuery(
                        condition,
                        orders(random),
                        null,
                        random.nextInt(3) == 0 ? random.nextInt(10) : 0,
                        random.nextBoolean() ? ALL : 1 + random.nextInt(10));

                assertThat(keys(query)).as("seed %s: %s", seed, query).isEqualTo(ViewOracle.find(documents, query));
                assertThat(views.count(VIEW, 1, condition))
                        .as("seed %s: how many are %s", seed, condition)
                        .isEqualTo(documents.stream()
                                .filter(document -> ViewOracle.meets(document, condition))
                                .count());
            }
        }
    }

    @Test
    void what_is_behind_any_place_is_the_rest() {
        for (int seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            List<ViewDocument> documents = documents(random, 25);
            refill(documents);
            for (int i = 0; i < 8; i++) {
                Condition condition = random.nextBoolean() ? null : condition(random, 2);
                List<FieldOrder> orders = orders(random);
                List<String> all = ViewOracle.find(documents, new DocumentQuery(condition, orders, null, 0, ALL));
                for (ViewDocument document : documents) {
                    int behind = all.indexOf(document.key()) + 1;
                    if (behind == 0) {
                        continue;
                    }
                    Place place = place(document, orders);
                    assertThat(keys(new DocumentQuery(condition, orders, place, 0, 4)))
                            .as("seed %s: behind %s, ordered by %s, %s", seed, place, orders, condition)
                            .isEqualTo(all.subList(behind, Math.min(all.size(), behind + 4)));
                }
            }
        }
    }

    @SuppressWarnings("NullAway") // since Java 25 it does not see that the values may be null
    private static Place place(ViewDocument document, List<FieldOrder> orders) {
        List<@Nullable Object> values = new ArrayList<>();
        orders.forEach(by -> values.add(ViewOracle.value(document, by.field())));
        return new Place(values, document.key());
    }

    private int filled;

    /** Replaces all documents by others, in another generation. */
    private void refill(List<ViewDocument> documents) {
        int number = ++filled;
        var unused = storage.transact(transaction -> {
            views.create(transaction, generation(number));
            views.save(transaction, generation(number), documents, List.of());
            views.serve(transaction, VIEW, 1, number);
            return true;
        });
    }

    private static List<ViewDocument> documents(Random random, int count) {
        List<ViewDocument> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            documents.add(document(
                    TEXTS[i % TEXTS.length] + i,
                    "",
                    random.nextInt(4) == 0 ? null : TEXTS[random.nextInt(TEXTS.length)],
                    random.nextInt(4) == 0 ? null : NUMBERS[random.nextInt(NUMBERS.length)],
                    random.nextInt(4) == 0 ? null : (Boolean) random.nextBoolean(),
                    random.nextInt(4) == 0 ? null : TIMES[random.nextInt(TIMES.length)]));
        }
        Collections.shuffle(documents, random);
        return documents;
    }

    private static List<FieldOrder> orders(Random random) {
        List<String> fields = new ArrayList<>(List.of("text", "inner.number", "is_true", "At"));
        Collections.shuffle(fields, random);
        return fields.subList(0, random.nextInt(4)).stream()
                .map(field -> new FieldOrder(field, random.nextBoolean()))
                .toList();
    }

    private static Condition condition(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 6 : 10);
        String field = List.of("text", "inner.number", "is_true", "At").get(random.nextInt(4));
        return switch (kind) {
            case 0, 1 -> {
                Condition.Comparison[] all = Condition.Comparison.values();
                yield new Condition.Compared(field, all[random.nextInt(all.length)], value(random, field));
            }
            case 2 -> new Condition.In(field, List.of(value(random, field), value(random, field)));
            case 3 -> new Condition.Like("text", PATTERNS[random.nextInt(PATTERNS.length)]);
            case 4 -> new Condition.Contains("text", TEXTS[random.nextInt(TEXTS.length)]);
            case 5 -> new Condition.Missing(field);
            case 6 -> condition(random, depth - 1).and(condition(random, depth - 1));
            case 7 -> condition(random, depth - 1).or(condition(random, depth - 1));
            default -> not(condition(random, depth - 1));
        };
    }

    private static Object value(Random random, String field) {
        return switch (field) {
            case "text" -> TEXTS[random.nextInt(TEXTS.length)];
            case "inner.number" -> new BigDecimal(NUMBERS[random.nextInt(NUMBERS.length)]);
            case "is_true" -> random.nextBoolean();
            default -> TIMES[random.nextInt(TIMES.length)];
        };
    }
}
