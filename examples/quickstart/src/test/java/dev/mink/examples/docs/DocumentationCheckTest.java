package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that the check of the pages finds what it is there for. */
final class DocumentationCheckTest {
    @TempDir
    Path root;

    @BeforeEach
    void write_sources_and_an_index() throws IOException {
        write("src/main/Shop.java", """
                class Shop {
                    // region: open
                    void open() {
                        // region: inner
                        lights();
                        // endregion

                        doors();
                    }
                    // endregion
                }
                """);
        write("docs/README.md", "# Pages\n\nThe [shop](shop.md), the [decisions](adr/).\n");
        write("docs/adr/README.md", "[1](0001.md)\n");
        write("docs/adr/0001.md", "```sql\nselect 1\n```\n");
        write("docs/shop.md", shown("open", "void open() {\n    lights();\n\n    doors();\n}"));
    }

    @Test
    void a_tree_in_order_has_no_problems() throws IOException {
        Documentation documentation = Documentation.of(root);

        assertThat(documentation.problemsOfSnippets()).isEmpty();
        assertThat(documentation.problemsOfLinks()).isEmpty();
        assertThat(documentation.problemsOfIndex()).isEmpty();
    }

    @Test
    void a_block_that_differs_from_its_region_is_found_and_updated() throws IOException {
        write("docs/shop.md", shown("open", "void open();") + "\nAnd:\n\n" + shown("inner", "lights(1);") + "\nEnd.\n");

        assertThat(Documentation.of(root).problemsOfSnippets())
                .containsExactly(
                        "docs/shop.md:13 differs from src/main/Shop.java#inner",
                        "docs/shop.md:4 differs from src/main/Shop.java#open");

        Documentation.of(root).update();

        assertThat(Documentation.of(root).problemsOfSnippets()).isEmpty();
        assertThat(root.resolve("docs/shop.md"))
                .hasContent(shown("open", "void open() {\n    lights();\n\n    doors();\n}") + "\nAnd:\n\n"
                        + shown("inner", "lights();") + "\nEnd.\n");
    }

    @Test
    void a_block_that_shows_nothing_that_exists_is_found() throws IOException {
        write(
                "docs/shop.md",
                shown("closed", "")
                        + shown("open", "").replace("Shop.java", "Bank.java")
                        + shown("open", "").replace("src/main/Shop.java", "docs/shop.md"));

        assertThat(Documentation.of(root).problemsOfSnippets())
                .containsExactly(
                        "docs/shop.md:14 shows docs/shop.md, which is in no src/main or src/test: nothing runs it",
                        "docs/shop.md:4 shows the region closed of src/main/Shop.java, which is missing or empty;"
                                + " there are [inner, open]",
                        "docs/shop.md:9 shows src/main/Bank.java, which does not exist");
    }

    @Test
    void a_block_of_java_or_sql_without_a_snippet_comment_is_found() throws IOException {
        write("docs/shop.md", "```java\nint x;\n```\n\n```sql\nselect 1\n```\n\n```sh\nls\n```\n");
        write("docs/adr/0001.md", "```java\nint x;\n```\n");

        assertThat(Documentation.of(root).problemsOfSnippets())
                .containsExactly(
                        "docs/adr/0001.md:1 is a block of java without a snippet comment before it",
                        "docs/shop.md:1 is a block of java without a snippet comment before it",
                        "docs/shop.md:5 is a block of sql without a snippet comment before it");
    }

    @Test
    void markers_that_do_not_pair_up_are_found() throws IOException {
        write("src/main/Shop.java", "// region: open\n");

        assertThat(Documentation.of(root).problemsOfSnippets())
                .singleElement()
                .asString()
                .contains("does not end the region open");
    }

    @Test
    void links_that_lead_nowhere_are_found() throws IOException {
        write("docs/shop.md", """
                ## Opening `hours` (new)

                [a](#opening-hours-new) [b](README.md#pages) [c](../src/main/Shop.java) [d](https://example.org/x)
                `[code](not-a-link.md)` [e](#closing) [f](bank.md) [g](README.md#missing) [h](../../..) [a link
                over two lines](two.md)

                [i]: gone.md
                """);

        assertThat(Documentation.of(root).problemsOfLinks())
                .containsExactly(
                        "docs/shop.md links to #closing, where no heading has the anchor closing",
                        "docs/shop.md links to ../../.., which does not exist",
                        "docs/shop.md links to README.md#missing, where no heading has the anchor missing",
                        "docs/shop.md links to bank.md, which does not exist",
                        "docs/shop.md links to gone.md, which does not exist",
                        "docs/shop.md links to two.md, which does not exist");
    }

    @Test
    void pages_without_a_link_from_the_index_are_found() throws IOException {
        write("docs/bank.md", "# Bank\n");
        write("docs/README.md", "[shop](shop.md)\n");

        assertThat(Documentation.of(root).problemsOfIndex())
                .containsExactly(
                        "docs/README.md does not link to docs/adr/0001.md",
                        "docs/README.md does not link to docs/adr/README.md",
                        "docs/README.md does not link to docs/bank.md");
    }

    private static String shown(String region, String text) {
        return "# Shop\n\n<!-- snippet: src/main/Shop.java#" + region + " -->\n```java\n" + text
                + (text.isEmpty() ? "```\n" : "\n```\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
