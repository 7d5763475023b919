package dev.mink;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.mink.schema.Codec;
import java.util.List;

/** What holds for all published modules: it stands here because the tests of this one see them all. */
@AnalyzeClasses(packages = "dev.mink", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String INTERNAL = "..internal..";
    private static final String POSTGRES = "dev.mink.postgres..";
    private static final String TESTING = "dev.mink.testing..";

    @ArchTest
    static final ArchRule the_core_knows_no_adapter_and_no_database = noClasses()
            .that()
            .resideOutsideOfPackages(POSTGRES, TESTING)
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage(POSTGRES, TESTING, "java.sql..", "javax.sql..", "org.postgresql.."));

    @ArchTest
    static final ArchRule what_tests_use_knows_no_adapter =
            noClasses().that().resideInAPackage(TESTING).should().dependOnClassesThat(resideInAPackage(POSTGRES));

    @ArchTest
    static final ArchRule adapters_do_not_depend_on_what_tests_use = noClasses()
            .that()
            .resideOutsideOfPackage(TESTING)
            .should()
            .dependOnClassesThat(resideInAnyPackage(TESTING, "org.junit..", "org.assertj.."));

    @ArchTest
    static final ArchRule no_public_signature_has_an_internal_type =
            classes().that().resideOutsideOfPackage(INTERNAL).should(Signatures.notShow(resideInAPackage(INTERNAL)));

    @ArchTest
    static final ArchRule no_public_signature_but_that_of_the_codec_has_a_type_of_jackson = classes()
            .that()
            .doNotBelongToAnyOf(Codec.class)
            .should(Signatures.notShow(resideInAnyPackage("tools.jackson..", "com.fasterxml..")));

    @ArchTest
    static final ArchRule no_public_signature_of_an_adapter_has_a_type_of_its_libraries = classes()
            .that()
            .resideInAPackage(POSTGRES)
            .should(Signatures.notShow(resideInAnyPackage("com.zaxxer..", "org.postgresql..", "org.slf4j..")));

    @ArchTest
    static final ArchRule every_exception_is_one_of_mink = classes()
            .that()
            .areAssignableTo(Throwable.class)
            .and(resideOutsideOfPackage(TESTING))
            .should()
            .beAssignableTo(MinkException.class);

    @ArchTest
    static final ArchRule every_package_is_null_marked = classes().should(Signatures.BE_NULL_MARKED);

    @ArchTest
    static final ArchRule nothing_is_printed = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule what_is_logged_goes_to_slf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static void a_type_that_is_public_has_a_reason(JavaClasses all) {
        assertThat(publicTypesOf("dev.mink", all)).hasSizeBetween(20, 32);
        assertThat(publicTypesOf("dev.mink.postgres", all)).hasSizeBetween(3, 5);
        assertThat(publicTypesOf("dev.mink.command", all)).hasSizeBetween(20, 32);
        assertThat(publicTypesOf("dev.mink.testing", all)).hasSizeBetween(8, 14);
        assertThat(publicTypesOf("dev.mink.testing.contract", all))
                .containsExactly("EventStorageContract", "ModelContract");
    }

    private static List<String> publicTypesOf(String packageName, JavaClasses all) {
        return all.stream()
                .filter(type -> type.getPackageName().equals(packageName))
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName)
                .sorted()
                .toList();
    }
}
