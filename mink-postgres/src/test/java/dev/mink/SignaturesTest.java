package dev.mink;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/** The rules of signatures find what they are about, here the package {@code java.util.concurrent}. */
public class SignaturesTest {

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
        assertThat(classes()
                        .should(Signatures.BE_NULL_MARKED)
                        .evaluate(new ClassFileImporter().importClasses(SignaturesTest.class))
                        .getFailureReport()
                        .getDetails())
                .hasSize(1);
    }

    private static List<String> violations(Class<?> type) {
        return classes()
                .should(Signatures.notShow(resideInAPackage("java.util.concurrent..")))
                .evaluate(new ClassFileImporter().importClasses(type))
                .getFailureReport()
                .getDetails();
    }

    public abstract static class Showing implements Callable<String> {

        protected List<AtomicLong> field = List.of();

        public void method(List<? extends Lock> locks) throws TimeoutException {}
    }

    public static class Hiding {

        private AtomicLong field = new AtomicLong();

        void method(Lock lock) {
            lock.lock();
            field.incrementAndGet();
        }
    }
}
