package dev.mink.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.projection.Generations;
import dev.mink.projection.Projection;
import dev.mink.schema.EventTypes;
import dev.mink.testing.OrderEvent.Placed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectionSpecTest {

    private final List<String> customers = new ArrayList<>();

    private ProjectionSpec<MemoryTransaction> spec(Projection<Object> projection) {
        return ProjectionSpec.of(projection, new InMemoryStorage(), EventTypes.of(OrderEvent.class));
    }

    private Projection.Builder<Object> projection() {
        return Projection.named("customers").on(Placed.class, (placed, delivery) -> {
            if (placed.customerId().isBlank()) {
                throw new IllegalStateException("nobody");
            }
            customers.add(delivery.stream() + " " + placed.customerId());
        });
    }

    @Test
    void what_is_given_has_been_processed_when_one_looks() {
        spec(projection().build())
                .given("Order-1", new Placed("anna"))
                .then(transaction -> assertThat(customers).containsExactly("Order-1 anna"))
                .given("Order-2", new Placed("berta"), new Placed("clara"))
                .then(transaction -> assertThat(customers).hasSize(3).endsWith("Order-2 clara"));
    }

    @Test
    void a_failure_that_nobody_expects_fails_the_test() {
        ProjectionSpec<MemoryTransaction> story = spec(projection().build()).given("Order-1", new Placed(""));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> story.then(transaction -> {}))
                .withMessageContaining("customers could not process what was given")
                .havingCause()
                .withMessage("nobody");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> story.given("Order-1", new Placed("anna")));
    }

    @Test
    void an_expected_failure_is_given_and_another_or_none_is_refused() {
        ProjectionSpec<MemoryTransaction> story = spec(projection().build()).given("Order-1", new Placed(""));
        assertThat(story.thenFails(IllegalStateException.class)).hasMessage("nobody");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> story.thenFails(IllegalArgumentException.class))
                .withMessageContaining("IllegalArgumentException, not java.lang.IllegalStateException: nobody");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> spec(projection().build()).thenFails(IllegalStateException.class))
                .withMessageContaining("has processed all that was given");
    }

    @Test
    void a_rebuild_gives_the_same_again() {
        Generations<Object> anew = new Generations<>() {
            @Override
            public void create(Object transaction, int generation) {
                customers.clear();
            }

            @Override
            public void serve(Object transaction, int generation) {}

            @Override
            public void drop(Object transaction, int generation) {}
        };
        spec(projection().generations(anew).build())
                .given("Order-1", new Placed("anna"))
                .rebuilt()
                .then(transaction -> assertThat(customers).containsExactly("Order-1 anna"));
    }
}
