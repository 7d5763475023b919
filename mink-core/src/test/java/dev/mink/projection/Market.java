package dev.mink.projection;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A market whose events become views in tests. */
sealed interface Market {

    record Placed(String customer, String country, BigDecimal total) implements Market {}

    record Cancelled(String country, BigDecimal total) implements Market {}

    record Renamed(String customer, String name) implements Market {}

    record Bundled(List<String> orders) implements Market {}

    record Closed() implements Market {}

    /** What was sold. */
    record Sales(String country, long orders, BigDecimal total) {

        static Sales none(String country) {
            return new Sales(country, 0, BigDecimal.ZERO);
        }

        Sales plus(BigDecimal more) {
            return new Sales(country, orders + 1, total.add(more));
        }

        Sales minus(BigDecimal less) {
            return new Sales(country, orders - 1, total.subtract(less));
        }
    }

    /** An order with the customer's name. */
    record Order(String id, String customer, Optional<String> name, int bundled, Instant at) {

        static Order none(String id) {
            return new Order(id, "", Optional.empty(), 0, Instant.EPOCH);
        }

        Order by(String who, Instant when) {
            return new Order(id, who, name, bundled, when);
        }

        Order named(String newName) {
            return new Order(id, customer, Optional.of(newName), bundled, at);
        }

        Order bundledOnceMore() {
            return new Order(id, customer, name, bundled + 1, at);
        }
    }
}
