package dev.mink.examples.docs;

import static dev.mink.projection.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.Repository;
import dev.mink.StreamId;
import dev.mink.examples.quickstart.Order;
import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.examples.quickstart.OrderEvent.Placed;
import dev.mink.examples.quickstart.OrderEvent.Shipped;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.projection.View;
import dev.mink.projection.ViewPage;
import dev.mink.projection.ViewQuery;
import dev.mink.projection.ViewRepository;
import dev.mink.schema.EventTypes;
import dev.mink.testing.MinkPostgres;
import dev.mink.testing.ViewSpec;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/views.md shows and says. */
@Timeout(120)
final class ViewsDocsTest {

    // region: document
    record OrderSummary(String id, String customer, BigDecimal total, Optional<Instant> shippedAt) {

        static OrderSummary none(String id) {
            return new OrderSummary(id, "", BigDecimal.ZERO, Optional.empty());
        }

        OrderSummary by(String who) {
            return new OrderSummary(id, who, total, shippedAt);
        }

        OrderSummary plus(LineAdded line) {
            BigDecimal more = line.unitPrice().multiply(BigDecimal.valueOf(line.quantity()));
            return new OrderSummary(id, customer, total.add(more), shippedAt);
        }

        OrderSummary shipped(Instant when) {
            return new OrderSummary(id, customer, total, Optional.of(when));
        }
    }
    // endregion

    // region: view
    static final View<OrderSummary> ORDERS = View.of("orders", OrderSummary.class)
            .startWith(OrderSummary::none)
            .on(Placed.class, (order, placed) -> order.by(placed.customerId()))
            .on(LineAdded.class, (order, line) -> order.plus(line))
            .on(Shipped.class, (order, shipped, recorded) -> order.shipped(recorded.recordedAt()))
            .field("customer")
            .field("total")
            .field("shippedAt")
            .build();
    // endregion

    // region: key
    record ProductSales(String sku, long quantity) {}

    static final View<ProductSales> PRODUCTS = View.of("sales-per-product", ProductSales.class)
            .startWith(sku -> new ProductSales(sku, 0))
            .on(
                    LineAdded.class,
                    LineAdded::sku,
                    (product, line) -> new ProductSales(product.sku(), product.quantity() + line.quantity()))
            .build();
    // endregion

    record Renamed(String from, String to) {}

    record Merged(List<String> orders) {}

    // region: rules
    static final View<OrderSummary> OTHERS = View.of("other-orders", OrderSummary.class)
            .startWith(OrderSummary::none)
            .on(Placed.class, (order, placed) -> order.by(placed.customerId()))
            .where(Renamed.class, "customer", Renamed::from, (order, renamed) -> order.by(renamed.to()))
            .onEach(Merged.class, Merged::orders, (order, merged) -> order.by("several"))
            .remove(Shipped.class)
            .field("customer")
            .build();
    // endregion

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final MinkPostgres postgres = MinkPostgres.create();

    private Mink<Connection> mink;

    @BeforeEach
    void sell() {
        PostgresOptions options =
                PostgresOptions.defaults().schema(postgres.schema()).migrateOnStart(true);
        PostgresStorage storage = PostgresStorage.of(postgres.dataSource(), options);
        // region: register
        mink = Mink.builder(storage)
                .aggregate(Order.TYPE)
                .inline(ORDERS) // in the transactions of the appends
                .async(PRODUCTS) // soon after them, on one of the nodes
                .build()
                .start();
        // endregion
        Repository<Order> orders = mink.repository(Order.TYPE);
        for (int i = 1; i <= 5; i++) {
            String customer = i % 2 == 0 ? "ann" : "bob";
            int quantity = i;
            orders.create("o-" + i, order -> order.place(customer));
            orders.update("o-" + i, order -> order.addLine("mug", quantity, new BigDecimal("4.50")));
        }
        orders.update("o-5", order -> order.ship("T-5"));
    }

    @AfterEach
    void close() {
        mink.close();
    }

    @Test
    void documents_are_read_by_their_keys() {
        // region: get
        ViewRepository<OrderSummary> orders = mink.repository(ORDERS);

        Optional<OrderSummary> order = orders.get("o-2");
        Map<String, OrderSummary> some = orders.getMany(List.of("o-1", "o-3"));
        // endregion
        assertThat(order).contains(new OrderSummary("o-2", "ann", new BigDecimal("9.00"), Optional.empty()));
        assertThat(some).containsOnlyKeys("o-1", "o-3");
    }

    @Test
    void what_was_appended_is_awaited() {
        // region: await
        mink.projections().awaitCaughtUp("sales-per-product", mink.store().lastPosition(), SOON);

        ProductSales mugs = mink.repository(PRODUCTS).get("mug").orElseThrow();
        // endregion
        assertThat(mugs).isEqualTo(new ProductSales("mug", 15));
    }

    @Test
    void documents_are_found_by_fields() {
        ViewRepository<OrderSummary> orders = mink.repository(ORDERS);
        // region: find
        List<OrderSummary> greatest = orders.find(
                ViewQuery.where(field("total").ge(9).and(field("shippedAt").isNull()))
                        .orderByDescending("total")
                        .limit(10));

        long ofAnn = orders.count(field("customer").eq("ann"));
        // endregion
        assertThat(greatest).extracting(OrderSummary::id).containsExactly("o-4", "o-3", "o-2");
        assertThat(ofAnn).isEqualTo(2);
    }

    @Test
    void pages_follow_each_other() {
        ViewRepository<OrderSummary> orders = mink.repository(ORDERS);
        List<String> ids = new ArrayList<>();
        // region: pages
        ViewQuery query = ViewQuery.all().orderBy("customer").limit(2);
        ViewPage<OrderSummary> page;
        do {
            page = orders.page(query);
            page.documents().forEach(order -> ids.add(order.id()));
            query = query.after(page.next());
        } while (page.next() != null);
        // endregion
        assertThat(ids).containsExactly("o-2", "o-4", "o-1", "o-3", "o-5");
    }

    @Test
    void the_past_is_folded_from_the_events() {
        // region: past
        Map<String, OrderSummary> then = ORDERS.asOf(mink.store(), 3);
        Optional<OrderSummary> one = ORDERS.asOf(mink.store(), Instant.now(), "o-1");
        // endregion
        assertThat(then).containsOnlyKeys("o-1", "o-2");
        assertThat(one).isEqualTo(mink.repository(ORDERS).get("o-1"));
    }

    @Test
    void rules_are_as_described() {
        PostgresOptions options = PostgresOptions.defaults().schema(postgres.schema());
        try (Mink<Connection> other = Mink.builder(PostgresStorage.of(postgres.dataSource(), options))
                .aggregate(Order.TYPE)
                .events(EventTypes.of(Renamed.class, Merged.class))
                .inline(OTHERS)
                .build()
                .start()) {
            other.store()
                    .append(
                            StreamId.of("Other", "1"),
                            ExpectedVersion.any(),
                            List.of(new Renamed("ann", "Ann"), new Merged(List.of("o-1", "new"))));
            assertThat(other.repository(OTHERS).find(ViewQuery.all()))
                    .extracting(order -> order.id() + " " + order.customer())
                    .containsExactly("new several", "o-1 several", "o-2 Ann", "o-3 bob", "o-4 Ann");
        }
    }

    @Test
    void a_view_is_tested_as_a_story() {
        // region: spec
        ViewSpec.of(ORDERS)
                .given("Order-7", new Placed("ann"), new LineAdded("mug", 2, new BigDecimal("4.50")))
                .then("7", new OrderSummary("7", "ann", new BigDecimal("9.00"), Optional.empty()));
        // endregion
    }

    @Test
    void operators_see_a_table_for_each_filling() throws SQLException {
        assertThat(rows("select generation, serves from \"" + postgres.schema() + "\".view_generations"
                        + " where view = 'orders'"))
                .containsExactly("1 1");
        assertThat(rows("select key, document ->> 'customer' from \"" + postgres.schema()
                        + "\".view_orders_1 where field_total > 20"))
                .containsExactly("o-5 bob");
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1) + " " + rows.getString(2));
            }
        }
        return found;
    }
}
