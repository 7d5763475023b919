package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.MinkException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/errors.md tells of every exception of mink's own, and of everything that it says. */
final class ErrorsDocsTest {
    private static final Pattern EXCEPTION = Pattern.compile("\\bclass \\w+ extends MinkException\\b");

    /** The public exceptions of all modules whose classes are here. */
    static List<Class<?>> exceptions() throws IOException {
        List<Class<?>> found = new ArrayList<>();
        for (Path module : modules()) {
            Path sources = module.resolve("src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(each -> each.toString().endsWith("Exception.java"))
                        .toList()) {
                    if (EXCEPTION.matcher(Files.readString(file)).find()) {
                        String name = sources.relativize(file).toString().replaceAll("\\.java$", "");
                        found.add(load(name.replace('/', '.').replace('\\', '.')));
                    }
                }
            }
        }
        return found.stream()
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .toList();
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> directories = Files.list(DocumentationTest.root())) {
            return directories
                    .filter(each -> Files.exists(each.resolve("src/main/java/module-info.java")))
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(
                    name + " is on no class path of this module: add its module as a test dependency", e);
        }
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void every_exception_is_listed_with_all_that_it_says(Class<?> exception) throws IOException {
        String section = section(exception.getSimpleName());

        assertThat(exception).isAssignableTo(MinkException.class);
        List<String> accessors = Arrays.stream(exception.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .toList();
        assertThat(accessors).allSatisfy(accessor -> assertThat(section).contains("`" + accessor + "()`"));
    }

    @Test
    void there_are_exceptions_to_list() throws IOException {
        assertThat(exceptions()).hasSizeGreaterThanOrEqualTo(7);
    }

    private static String section(String heading) throws IOException {
        String page = Files.readString(DocumentationTest.root().resolve("docs/errors.md"));
        int start = page.indexOf("\n## " + heading + "\n");
        assertThat(start).as("docs/errors.md has a section " + heading).isPositive();
        int end = page.indexOf("\n## ", start + 1);
        return end < 0 ? page.substring(start) : page.substring(start, end);
    }
}
