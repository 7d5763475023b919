package dev.mink.schema;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
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
        return type.isRecord() ? !OPTIONALS.contains(parameter.getRawType()) && !isNullable(type, parameter) : marked;
    }

    /**
     * A constructor that is written out need not repeat the annotations of its components; but a parameter may be
     * nullable where its component is not, since the constructor has a default for it.
     */
    private static boolean isNullable(Class<?> type, AnnotatedParameter parameter) {
        Executable creator = (Executable) parameter.getOwner().getMember();
        int index = parameter.getIndex();
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] canonical =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        boolean isCanonical = creator instanceof Constructor && Arrays.equals(creator.getParameterTypes(), canonical);
        return isNullable(creator.getParameterAnnotations()[index], creator.getAnnotatedParameterTypes()[index])
                || (isCanonical
                        && isNullable(components[index].getAnnotations(), components[index].getAnnotatedType()));
    }

    private static boolean isNullable(Annotation[] declared, AnnotatedType type) {
        return Stream.concat(Arrays.stream(declared), Arrays.stream(type.getAnnotations()))
                .map(Annotation::annotationType)
                .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
    }
}
