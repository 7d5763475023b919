package dev.mink.command;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.Objects;

/**
 * Checks commands by the annotations of Jakarta Validation on their components, such as {@code @NotBlank}.
 * Thread-safe.
 *
 * <p>The field of a violation is the path of the property, such as {@code address.street}, and its code the
 * simple name of the annotation. mink brings neither {@code jakarta.validation:jakarta.validation-api} nor an
 * implementation of it: without them this class cannot be used, and everything else can.
 */
public final class JakartaValidation implements CommandValidator {

    private final Validator validator;

    private JakartaValidation(Validator validator) {
        this.validator = Objects.requireNonNull(validator, "validator");
    }

    /** By a validator, such as the one that the application has already. */
    @SuppressWarnings("exports") // Required transitively, it would have to be there for everybody.
    public static JakartaValidation of(Validator validator) {
        return new JakartaValidation(validator);
    }

    @Override
    public void validate(Object command, Violations violations) {
        validator.validate(command).stream()
                .map(JakartaValidation::violation)
                .sorted(Comparator.comparing(Violation::field)
                        .thenComparing(Violation::code)
                        .thenComparing(Violation::message))
                .forEach(found -> violations.add(found.field(), found.message(), found.code()));
    }

    private static Violation violation(ConstraintViolation<Object> found) {
        return new Violation(
                found.getPropertyPath().toString(),
                found.getMessage(),
                found.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName());
    }
}
