package dev.mink.schema;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Makes every component of a record required, but for optional and nullable ones; an annotation of
 * Jackson's own on a component decides first.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        Boolean marked = super.hasRequiredMarker(config, member);
        if (Boolean.TRUE.equals(marked) || !(member instanceof AnnotatedParameter parameter)) {
            return marked;
        }
        Class<?> type = parameter.getDeclaringClass();
        if (!type.isRecord()) {
            return marked;
        }
        RecordComponent component = type.getRecordComponents()[parameter.getIndex()];
        return !OPTIONALS.contains(component.getType()) && !isNullable(component);
    }

    private static boolean isNullable(RecordComponent component) {
        return Stream.concat(
                        Arrays.stream(component.getAnnotations()),
                        Arrays.stream(component.getAnnotatedType().getAnnotations()))
                .map(Annotation::annotationType)
                .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
    }
}
