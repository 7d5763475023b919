package dev.mink.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.projection.View;
import dev.mink.schema.CodecException;
import dev.mink.schema.UnknownEventException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewSpecTest {

    record Counted(String what, int number) {}

    record Reset(String what) {}

    record Other() {}

    record Count(String what, int number, String last) {}

    private static final View<Count> COUNTS = View.of("counts", Count.class)
            .startWith(what -> new Count(what, 0, ""))
            .on(
                    Counted.class,
                    Counted::what,
                    (count, counted, recorded) -> new Count(
                            count.what(),
                            count.number() + counted.number(),
                            recorded.stream().id()))
            .remove(Reset.class, Reset::what)
            .build();

    private static final ViewSpec<Count> STORY = ViewSpec.of(COUNTS)
            .given("A-1", new Counted("x", 1), new Counted("y", 2))
            .given("A-2", new Counted("x", 10))
            .given("A-1", new Reset("y"));

    @Test
    void a_story_of_several_streams_passes_all_checks() {
        STORY.then("x", new Count("x", 11, "2"))
                .then("x", count -> assertThat(count.number()).isEqualTo(11))
                .thenDeleted("y")
                .thenDocuments(Map.of("x", new Count("x", 11, "2")));
        ViewSpec.of(COUNTS).thenNothing();
        STORY.given("A-1", new Reset("x")).thenNothing();
    }

    @Test
    void a_document_that_differs_is_shown_with_what_differs() {
        assertThatThrownBy(() -> STORY.then("x", new Count("x", 12, "2")))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                expected the document "x":
                  Count[what=x, number=12, last=2]
                but was:
                  Count[what=x, number=11, last=2]
                difference:
                  number expected 12 but was 11""");
    }

    @Test
    void a_document_that_is_missing_is_told_with_those_that_are_there() {
        assertThatThrownBy(() -> STORY.then("z", new Count("z", 1, "")))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                expected the document "z":
                  Count[what=z, number=1, last=]
                but there is none; these documents:
                  "x": Count[what=x, number=11, last=2]""");
        assertThatThrownBy(() -> STORY.then("z", count -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("none");
        assertThatThrownBy(
                        () -> STORY.then("x", count -> assertThat(count.last()).isEmpty()))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void all_differences_between_documents_are_told() {
        assertThatThrownBy(() -> STORY.given("A-1", new Counted("v", 1))
                        .thenDocuments(Map.of("x", new Count("x", 11, "1"), "w", new Count("w", 1, ""))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("\"w\" is missing: Count[what=w, number=1, last=]")
                .hasMessageContaining("\"x\": last expected \"1\" but was \"2\"")
                .hasMessageContaining("\"v\" was not expected: Count[what=v, number=1, last=1]");
        assertThatThrownBy(STORY::thenNothing)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected there are no documents");
    }

    @Test
    void only_what_was_there_is_deleted() {
        assertThatThrownBy(() -> STORY.thenDeleted("z"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("expected the document \"z\" to be deleted\nbut there never was one");
        assertThatThrownBy(() -> STORY.thenDeleted("x"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("but was:\n  Count[what=x, number=11, last=2]");
    }

    @Test
    void a_document_that_could_not_be_kept_fails() {
        View<Count> bad = View.of("bad", Count.class)
                .startWith(what -> new Count(what, 0, "\0"))
                .on(Counted.class, (count, counted) -> new Count("", 1, count.last()))
                .build();

        assertThatThrownBy(
                        () -> ViewSpec.of(bad).given("A-1", new Counted("x", 1)).then("1", count -> {}))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> STORY.given("A-1", new Other()).thenNothing())
                .isInstanceOf(UnknownEventException.class);
    }
}
