package dev.mink.schema;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedWithParams;
import tools.jackson.databind.module.SimpleModule;

/**
 * Calls the constructors of records through a handle that takes all arguments as one array. Jackson does
 * the same, but adapts its handle to the arguments at each call, which costs more than the call.
 */
final class RecordConstructors extends SimpleModule {

    private static final long serialVersionUID = 1L;

    @Override
    public void setupModule(SetupContext context) {
        context.addValueInstantiators(new ValueInstantiators.Base() {
            @Override
            public ValueInstantiator modifyValueInstantiator(
                    DeserializationConfig config, BeanDescription.Supplier type, ValueInstantiator usual) {
                boolean isRecord = type.getBeanClass().isRecord();
                return isRecord && usual instanceof StdValueInstantiator standard ? faster(standard) : usual;
            }
        });
    }

    private static ValueInstantiator faster(StdValueInstantiator usual) {
        AnnotatedWithParams creator = usual.getWithArgsCreator();
        if (creator == null || !(creator.getAnnotated() instanceof Constructor<?> constructor)) {
            return usual;
        }
        try {
            // Jackson has made the constructor accessible to whoever holds it.
            MethodHandle handle = MethodHandles.lookup().unreflectConstructor(constructor);
            return new Instantiator(usual, handle, constructor.getParameterCount());
        } catch (IllegalAccessException e) {
            return usual;
        }
    }

    private static final class Instantiator extends StdValueInstantiator {

        private final MethodHandle constructor;

        Instantiator(StdValueInstantiator usual, MethodHandle constructor, int parameters) {
            super(usual);
            this.constructor = constructor
                    .asSpreader(Object[].class, parameters)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        }

        @Override
        public @Nullable Object createFromObjectWith(DeserializationContext context, @Nullable Object[] arguments) {
            try {
                return (Object) constructor.invokeExact(arguments);
            } catch (Exception e) {
                return context.handleInstantiationProblem(_valueClass, arguments, rewrapCtorProblem(context, e));
            } catch (Throwable e) {
                throw (Error) e;
            }
        }
    }
}
