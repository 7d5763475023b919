package dev.mink.schema;

import dev.mink.schema.Shape.Property;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;

/** Finds out what a mapper writes for records and needs to read them. */
final class Shapes {

    private final DatabindContext context;
    private final SortedMap<String, Property> properties = new TreeMap<>();
    private final Set<JavaType> inside = new HashSet<>();

    private Shapes(DatabindContext context) {
        this.context = context;
    }

    static SortedMap<String, Property> of(Class<?> event, JsonMapper mapper) {
        Shapes shapes = new Shapes(mapper._deserializationContext());
        shapes.addAll("", mapper.constructType(event));
        return shapes.properties;
    }

    private void addAll(String prefix, JavaType type) {
        inside.add(type);
        for (BeanPropertyDefinition property : describe(type).findProperties()) {
            JavaType declared = property.getPrimaryType();
            boolean needed = property.isRequired() || declared.isPrimitive();
            add(prefix + property.getName(), declared, !needed);
        }
        inside.remove(type);
    }

    private void add(String path, JavaType declared, boolean optional) {
        JavaType type = declared.isReferenceType() ? declared.getContentType() : declared;
        if (type.isRecordType()) {
            addRecord(path, type, optional);
        } else if (type.isMapLikeType()) {
            put(path, JsonTypes.MAP, optional);
            add(path + "{}", type.getContentType(), false);
        } else if (type.isContainerType() && type.getRawClass() != byte[].class) {
            put(path, JsonTypes.LIST, optional);
            add(path + "[]", type.getContentType(), false);
        } else {
            put(path, JsonTypes.name(type.getRawClass()), optional);
        }
    }

    private void addRecord(String path, JavaType type, boolean optional) {
        AnnotatedMember value = describe(type).findJsonValueAccessor();
        if (value != null) {
            add(path, value.getType(), optional);
        } else if (inside.contains(type)) {
            put(path, type.getRawClass().getSimpleName() + " again", optional);
        } else {
            put(path, JsonTypes.OBJECT, optional);
            addAll(path + ".", type);
        }
    }

    private void put(String path, String type, boolean optional) {
        properties.put(path, new Property(type, optional));
    }

    private BeanDescription describe(JavaType type) {
        return context.introspectBeanDescription(type);
    }
}
