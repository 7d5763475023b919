package dev.mink.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.EventStore;
import dev.mink.Repository;
import dev.mink.memory.InMemoryStorage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class QuickstartTest {
    @Test
    void the_story_is_told() {
        assertThat(outputOf(() -> Quickstart.main(new String[0])))
                .containsExactly(
                        "version 4 comes to 16.20",
                        "version 2 came to 9.00",
                        "refused: the order is already shipped",
                        "1 Order-o-1 Placed[customerId=c-1]",
                        "2 Order-o-1 LineAdded[sku=mug, quantity=2, unitPrice=4.50]",
                        "3 Order-o-1 LineAdded[sku=tea, quantity=1, unitPrice=7.20]",
                        "4 Order-o-1 Shipped[trackingNumber=T-1]");
    }

    @Test
    void a_decider_tells_it_as_well() {
        assertThat(outputOf(() -> DeciderQuickstart.main(new String[0])))
                .containsExactly("version 3 is [Shipped[trackingNumber=T-1]]", "version 2 came to 9.00");
    }

    @Test
    void both_doors_lead_to_the_same_stream() {
        EventStore<?> store = EventStore.of(new InMemoryStorage(), Order.TYPE.events());
        Repository<Order> orders = store.repository(Order.TYPE);
        orders.create("o-1", order -> order.place("c-1"));
        var decided = store.repository(OrderDecider.TYPE);

        decided.decide("o-1", new OrderDecider.Command.AddLine("mug", 2, new BigDecimal("4.50")));
        decided.decide("o-1", new OrderDecider.Command.Ship("T-1"));

        assertThat(orders.load("o-1").total()).isEqualByComparingTo("9.00");
        var late = new OrderDecider.Command.AddLine("jar", 1, BigDecimal.ONE);
        assertThatThrownBy(() -> decided.decide("o-1", late)).isInstanceOf(OrderAlreadyShippedException.class);
    }

    private static Iterable<String> outputOf(Runnable program) {
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            program.run();
        } finally {
            System.setOut(console);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
