package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.EventStore;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;

class JakartaValidationTest {

    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();

    record Address(@NotBlank String street) {}

    record Move(
            @NotBlank @Size(min = 3) String customerId,
            @Positive int rooms,
            @Valid Address to) {

        @AssertTrue(message = "nobody moves with so many rooms")
        boolean isModest() {
            return rooms < 100;
        }
    }

    record Broken(@Size(min = -1) String text) {}

    @Test
    void all_violations_are_found_with_path_message_and_annotation() {
        CommandResult result = bus().dispatch(new Move("", -1, new Address(" ")));

        assertThat(result).isInstanceOf(Rejected.class);
        assertThat(violations(result))
                .containsExactly(
                        new Violation("customerId", "must not be blank", "NotBlank"),
                        new Violation("customerId", "size must be between 3 and 2147483647", "Size"),
                        new Violation("rooms", "must be greater than 0", "Positive"),
                        new Violation("to.street", "must not be blank", "NotBlank"));
    }

    @Test
    void rules_of_a_whole_command_count_too() {
        assertThat(violations(bus().dispatch(new Move("c-1", 100, new Address("Elm Street")))))
                .containsExactly(new Violation("modest", "nobody moves with so many rooms", "AssertTrue"));
    }

    @Test
    void a_command_without_violations_is_handled() {
        assertThat(bus().dispatch(new Move("c-1", 3, new Address("Elm Street"))))
                .isEqualTo(CommandResult.done());
    }

    @Test
    void annotations_that_make_no_sense_are_a_failure() {
        CommandBus<MemoryTransaction> bus = bus();

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> bus.dispatch(new Broken("x")));
    }

    @Test
    void everything_else_works_where_the_library_is_not_there() throws Exception {
        List<URL> others = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("jakarta.validation") && !entry.contains("hibernate-validator")) {
                others.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader without =
                new URLClassLoader(others.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> without.loadClass("jakarta.validation.Validator"));

            Object result = without.loadClass(WithoutJakarta.class.getName())
                    .getMethod("call")
                    .invoke(without.loadClass(WithoutJakarta.class.getName())
                            .getConstructor()
                            .newInstance());

            assertThat(result).isEqualTo("the command Say is not valid: word must not be empty (empty)");
        }
    }

    private static CommandBus<MemoryTransaction> bus() {
        CommandBus.Builder<MemoryTransaction> builder = CommandBus.builder();
        return builder.handle(Move.class, (move, context) -> CommandResult.done())
                .handle(Broken.class, (broken, context) -> CommandResult.done())
                .middleware(Middleware.validation(JakartaValidation.of(VALIDATOR)))
                .build(EventStore.of(new InMemoryStorage(), EventTypes.none()));
    }

    private static List<Violation> violations(CommandResult result) {
        return ((ValidationException) ((Rejected) result).reason()).violations();
    }
}
