package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The pages of this repository say what the code does. Run with {@code -Dmink.docs.update=true} to write
 * the regions of the sources into the pages instead.
 */
final class DocumentationTest {
    private static Documentation documentation;

    @BeforeAll
    static void read() throws IOException {
        if (Boolean.getBoolean("mink.docs.update")) {
            Documentation.of(root()).update();
        }
        documentation = Documentation.of(root());
    }

    /** The root of the repository, wherever below it the tests were started. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    @Test
    void every_block_of_code_is_a_region_of_a_file_that_is_compiled_and_run() {
        assertThat(documentation.problemsOfSnippets())
                .as("run this test with -Dmink.docs.update=true to write the regions into the pages")
                .isEmpty();
    }

    @Test
    void every_relative_link_leads_to_a_file_and_an_anchor_that_exist() {
        assertThat(documentation.problemsOfLinks()).isEmpty();
    }

    @Test
    void every_page_in_docs_is_linked_from_the_index() {
        assertThat(documentation.problemsOfIndex()).isEmpty();
    }
}
