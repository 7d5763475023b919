package dev.mink;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What users of a class see of it. */
final class Signatures {

    /** The package of the class says so in its {@code package-info}. */
    static final ArchCondition<JavaClass> BE_NULL_MARKED = new ArchCondition<>("be in a package that is @NullMarked") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            events.add(new SimpleConditionEvent(
                    type,
                    type.getPackage().isAnnotatedWith(NullMarked.class),
                    "package " + type.getPackageName() + " of " + type.getSimpleName()));
        }
    };

    private Signatures() {}

    /** No type like this is above a public class or in its public and protected members. */
    static ArchCondition<JavaClass> notShow(DescribedPredicate<? super JavaClass> hidden) {
        return new ArchCondition<>("not show types that " + hidden.getDescription()) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (isPublic(type)) {
                    Stream.concat(
                                    shown(type).stream().map(other -> new Sight(type.getFullName(), other)),
                                    type.getMembers().stream()
                                            .filter(Signatures::isSeen)
                                            .flatMap(Signatures::shown))
                            .filter(sight -> hidden.test(sight.type()))
                            .forEach(sight -> events.add(SimpleConditionEvent.violated(type, sight.toString())));
                }
            }
        };
    }

    private static boolean isPublic(JavaClass type) {
        return isSeen(type)
                && type.getEnclosingClass().map(Signatures::isPublic).orElse(true);
    }

    private static boolean isSeen(HasModifiers thing) {
        return thing.getModifiers().contains(JavaModifier.PUBLIC)
                || thing.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Set<JavaClass> shown(JavaClass type) {
        Set<JavaClass> shown = new HashSet<>();
        type.getSuperclass().ifPresent(above -> shown.addAll(above.getAllInvolvedRawTypes()));
        for (JavaType above : type.getInterfaces()) {
            shown.addAll(above.getAllInvolvedRawTypes());
        }
        type.getTypeParameters().forEach(parameter -> shown.addAll(parameter.getAllInvolvedRawTypes()));
        return shown;
    }

    private static Stream<Sight> shown(JavaMember member) {
        Set<JavaClass> shown = new HashSet<>(member.getAllInvolvedRawTypes());
        if (member instanceof JavaCodeUnit code) {
            shown.addAll(code.getExceptionTypes());
        }
        return shown.stream().map(type -> new Sight(member.getFullName(), type));
    }

    /** A type and where it is seen. */
    private record Sight(String where, JavaClass type) {
        @Override
        public String toString() {
            return where + " shows " + type.getFullName();
        }
    }
}
