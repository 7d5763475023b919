package dev.mink.examples.quickstart;

import dev.mink.DeciderRepository;
import dev.mink.Decision;
import dev.mink.Mink;
import dev.mink.examples.quickstart.OrderDecider.Command;
import dev.mink.examples.quickstart.OrderDecider.Command.AddLine;
import dev.mink.examples.quickstart.OrderDecider.Command.Place;
import dev.mink.examples.quickstart.OrderDecider.Command.Ship;
import dev.mink.examples.quickstart.OrderDecider.State;
import dev.mink.memory.InMemoryStorage;
import java.math.BigDecimal;

/** The order of {@link Quickstart}, ruled by a decider. */
public final class DeciderQuickstart {
    private DeciderQuickstart() {}

    public static void main(String[] args) {
        // region: run
        try (var mink = Mink.builder(new InMemoryStorage())
                .decider(OrderDecider.TYPE)
                .build()
                .start()) {
            DeciderRepository<Command, State, OrderEvent> orders = mink.repository(OrderDecider.TYPE);

            orders.decide("o-1", new Place("c-1"));
            orders.decide("o-1", new AddLine("mug", 2, new BigDecimal("4.50")));
            Decision<State, OrderEvent> decision = orders.decide("o-1", new Ship("T-1"));

            System.out.println("version " + decision.version() + " is " + decision.events());
            System.out.println(
                    "version 2 came to " + orders.loadAt("o-1", 2).state().total());
        }
        // endregion
    }
}
