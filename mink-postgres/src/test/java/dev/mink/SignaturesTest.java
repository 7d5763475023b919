package dev.mink;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.mink.Exposed.Hiding;
import dev.mink.Exposed.Showing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of signatures find what they are about, here the package {@code java.util.concurrent}. */
class SignaturesTest {

    private static final JavaClasses IMPORTED =
            new ClassFileImporter().importClasses(Exposed.class, Showing.class, Hiding.class);

    @Test
    void types_are_found_wherever_a_user_sees_them() {
        assertThat(violations(Showing.class))
                .anyMatch(text -> text.contains("java.util.concurrent.Callable"))
                .anyMatch(text -> text.contains("field") && text.contains("AtomicLong"))
                .anyMatch(text -> text.contains("method") && text.contains("Lock"))
                .anyMatch(text -> text.contains("method") && text.contains("TimeoutException"))
                .hasSize(4);
    }

    @Test
    void types_that_no_user_sees_are_not_found() {
        assertThat(violations(Hiding.class)).isEmpty();
    }

    @Test
    void a_package_that_is_not_null_marked_is_found() {
        assertThat(violations(classes().should(Signatures.BE_NULL_MARKED))).hasSize(3);
    }

    private static List<String> violations(Class<?> type) {
        return violations(classes()
                .that()
                .belongToAnyOf(type)
                .should(Signatures.notShow(resideInAPackage("java.util.concurrent.."))));
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(IMPORTED).getFailureReport().getDetails();
    }
}
