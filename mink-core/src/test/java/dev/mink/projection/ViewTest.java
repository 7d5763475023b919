package dev.mink.projection;

import static dev.mink.projection.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mink.projection.Market.Bundled;
import dev.mink.projection.Market.Cancelled;
import dev.mink.projection.Market.Closed;
import dev.mink.projection.Market.Order;
import dev.mink.projection.Market.Placed;
import dev.mink.projection.Market.Renamed;
import dev.mink.projection.Market.Sales;
import dev.mink.schema.CodecException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How events become documents. */
class ViewTest {

    private static final BigDecimal TEN = new BigDecimal("10.00");

    private static final View<Sales> SALES = View.of("sales", Sales.class)
            .startWith(Sales::none)
            .on(Placed.class, Placed::country, (sales, placed) -> sales.plus(placed.total()))
            .on(Cancelled.class, Cancelled::country, (sales, cancelled) -> {
                Sales left = sales.minus(cancelled.total());
                return left.orders() == 0 ? null : left;
            })
            .field("total")
            .build();

    private static final View<Order> ORDERS = View.of("orders", Order.class)
            .startWith(Order::none)
            .on(Placed.class, (order, placed, recorded) -> order.by(placed.customer(), recorded.recordedAt()))
            .where(Renamed.class, "customer", Renamed::customer, (order, renamed) -> order.named(renamed.name()))
            .onEach(Bundled.class, Bundled::orders, (order, bundled) -> order.bundledOnceMore())
            .remove(Closed.class)
            .field("customer")
            .field("at")
            .build();

    private static Placed placed(String customer, String country) {
        return new Placed(customer, country, TEN);
    }

    @Test
    void events_are_folded_into_the_document_with_the_key_that_they_tell() {
        Filling<Sales> shop = new Filling<>(SALES)
                .happened("Order-1", placed("ann", "FR"))
                .happened("Order-2", placed("bob", "DE"))
                .happened("Order-3", placed("ann", "FR"))
                .fill();

        assertThat(shop.documents.get("FR")).contains(new Sales("FR", 2, new BigDecimal("20.00")));
        assertThat(shop.documents.get("DE")).contains(new Sales("DE", 1, TEN));
        assertThat(shop.documents.get("UK")).isEmpty();
        assertThat(shop.documents.getMany(List.of("FR", "UK", "DE"))).containsOnlyKeys("FR", "DE");
    }

    @Test
    void a_later_batch_goes_on_with_what_an_earlier_one_has_left() {
        Filling<Sales> shop =
                new Filling<>(SALES).happened("Order-1", placed("ann", "FR")).fill();
        shop.happened("Order-2", placed("bob", "FR")).fill();

        assertThat(shop.documents.get("FR")).contains(new Sales("FR", 2, new BigDecimal("20.00")));
    }

    @Test
    void the_key_is_the_id_of_the_stream_unless_said_otherwise_and_a_fold_may_ask_for_the_whole_event() {
        Filling<Order> shop =
                new Filling<>(ORDERS).happened("Order-7", placed("ann", "FR")).fill();

        assertThat(shop.documents.get("7"))
                .contains(Order.none("7").by("ann", shop.feed().get(0).recordedAt()));
    }

    @Test
    void an_event_may_touch_several_documents_and_each_of_them_once() {
        Filling<Order> shop = new Filling<>(ORDERS)
                .happened("Order-1", placed("ann", "FR"))
                .happened("Bundle-1", new Bundled(List.of("1", "2", "1")), new Bundled(List.of()))
                .fill();

        assertThat(shop.documents.get("1")).map(Order::bundled).contains(1);
        assertThat(shop.documents.get("2")).contains(Order.none("2").bundledOnceMore());
        assertThat(shop.documents.count()).isEqualTo(2);
    }

    @Test
    void a_fold_that_gives_null_deletes_and_later_events_begin_anew() {
        Filling<Sales> shop = new Filling<>(SALES)
                .happened("Order-1", placed("ann", "FR"), new Cancelled("FR", TEN))
                .fill();
        assertThat(shop.documents.get("FR")).isEmpty();

        shop.happened("Order-2", placed("ann", "FR"), placed("ann", "FR")).fill();
        shop.happened("Order-2", new Cancelled("FR", TEN), new Cancelled("FR", TEN))
                .fill();
        assertThat(shop.documents.count()).isZero();

        shop.happened("Order-3", placed("ann", "FR")).fill();
        assertThat(shop.documents.get("FR")).map(Sales::orders).contains(1L);
    }

    @Test
    void a_document_is_removed_if_it_exists() {
        Filling<Order> shop = new Filling<>(ORDERS)
                .happened("Order-1", placed("ann", "FR"))
                .happened("Order-2", placed("bob", "FR"))
                .fill();
        shop.happened("Order-1", new Closed()).happened("Order-3", new Closed()).fill();

        assertThat(shop.documents.find(ViewQuery.all())).extracting(Order::id).containsExactly("2");
    }

    @Test
    void documents_are_found_by_a_value_that_an_earlier_batch_has_kept() {
        Filling<Order> shop = new Filling<>(ORDERS)
                .happened("Order-1", placed("ann", "FR"))
                .happened("Order-2", placed("bob", "FR"))
                .happened("Order-3", placed("ann", "DE"))
                .fill();
        shop.happened("Customer-ann", new Renamed("ann", "Ann")).fill();

        assertThat(shop.documents.find(ViewQuery.all()))
                .extracting(Order::name)
                .containsExactly(Optional.of("Ann"), Optional.empty(), Optional.of("Ann"));
    }

    @Test
    void documents_are_found_by_a_value_that_they_got_or_lost_in_the_same_batch() {
        for (int page : List.of(1, 2, 100)) {
            Filling<Order> shop = new Filling<>(ORDERS)
                    .happened("Order-1", placed("ann", "FR"))
                    .happened("Order-2", placed("ann", "FR"))
                    .happened("Order-3", placed("ann", "FR"))
                    .fill();
            shop.happened("Order-1", placed("bob", "FR"))
                    .happened("Order-4", placed("ann", "FR"))
                    .happened("Order-2", new Closed())
                    .happened("Customer-ann", new Renamed("ann", "Ann"))
                    .happened("Order-1", placed("ann", "FR"))
                    .happened("Customer-bob", new Renamed("bob", "Bob"))
                    .fill(page);

            Map<String, Order> orders = shop.documents.getMany(List.of("1", "2", "3", "4"));
            assertThat(orders).containsOnlyKeys("1", "3", "4");
            assertThat(orders.get("1").name()).isEmpty();
            assertThat(orders.get("3").name()).contains("Ann");
            assertThat(orders.get("4").name()).contains("Ann");
        }
    }

    @Test
    void a_batch_loads_each_document_once_and_saves_only_what_has_changed() {
        Filling<Order> shop = new Filling<>(ORDERS)
                .happened("Order-1", placed("ann", "FR"))
                .happened("Order-2", placed("bob", "FR"))
                .fill();
        shop.loads.clear();
        shop.happened("Order-1", placed("ann", "FR"), placed("eve", "FR"))
                .happened("Order-2", new Closed())
                .happened("Customer-eve", new Renamed("eve", "Eve"), new Renamed("eve", "Eva"))
                .happened("Customer-bob", new Renamed("bob", "Bob"))
                .fill(3);

        assertThat(shop.loads)
                .containsExactly("load [1, 2]", "load [] customer=eve customer=bob", "save [1] remove [2]");
    }

    @Test
    void nothing_is_written_where_nothing_changes() {
        View<Sales> still = View.of("still", Sales.class)
                .startWith(Sales::none)
                .on(Placed.class, Placed::country, (sales, placed) -> sales.orders() > 0 ? sales : sales.plus(TEN))
                .build();
        Filling<Sales> shop =
                new Filling<>(still).happened("Order-1", placed("ann", "FR")).fill();
        shop.happened("Order-1", placed("ann", "FR")).fill();

        assertThat(shop.loads).containsExactly("load [FR]", "save [FR]", "load [FR]");
    }

    @Test
    void all_rules_that_match_apply_in_their_order() {
        View<Sales> both = View.of("both", Sales.class)
                .startWith(Sales::none)
                .on(Market.class, (sales, any) -> sales.plus(BigDecimal.ONE))
                .on(Placed.class, (sales, placed) -> sales.plus(sales.total()))
                .on(Placed.class, Placed::customer, (sales, placed) -> sales.plus(placed.total()))
                .build();
        Filling<Sales> shop = new Filling<>(both)
                .happened("Order-1", placed("ann", "FR"), new Closed())
                .fill();

        assertThat(shop.documents.get("1")).contains(new Sales("1", 3, BigDecimal.valueOf(3)));
        assertThat(shop.documents.get("ann")).contains(new Sales("ann", 1, TEN));
    }

    @Test
    void what_fails_is_told_with_the_first_event_that_cannot_be_processed() {
        View<Sales> picky = View.of("picky", Sales.class)
                .startWith(Sales::none)
                .on(Placed.class, Placed::country, (sales, placed) -> {
                    if (placed.customer().equals("eve")) {
                        throw new IllegalStateException("not eve");
                    }
                    return sales.plus(placed.total());
                })
                .build();
        Filling<Sales> shop =
                new Filling<>(picky).happened("Order-1", placed("ann", "FR"), placed("eve", "FR"), placed("ann", ""));

        EventFailure failure = catchThrowableOfType(EventFailure.class, shop::fill);
        assertThat(failure.position()).isEqualTo(2);
        assertThat(failure.reason()).hasMessage("not eve");
        assertThat(shop.documents.count()).isZero();

        Filling<Sales> other =
                new Filling<>(picky).happened("Order-1", placed("ann", "FR"), placed("ann", ""), placed("eve", "FR"));
        EventFailure noKey = catchThrowableOfType(EventFailure.class, other::fill);
        assertThat(noKey.position()).isEqualTo(2);
        assertThat(noKey.reason()).hasMessageContaining("keys of documents have 1 to 255");
    }

    @Test
    void a_document_that_cannot_be_kept_is_told_with_the_event_that_changed_it_last() {
        View<Sales> nul = View.of("nul", Sales.class)
                .startWith(Sales::none)
                .on(Placed.class, Placed::country, (sales, placed) -> new Sales("\0", 1, TEN))
                .build();
        Filling<Sales> shop =
                new Filling<>(nul).happened("Order-1", placed("ann", "DE"), placed("ann", "FR"), placed("ann", "FR"));
        EventFailure failure = catchThrowableOfType(EventFailure.class, shop::fill);

        assertThat(failure.position()).isBetween(1L, 3L);
        assertThat(failure.reason())
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("of view nul cannot be kept")
                .hasMessageContaining("NUL");
    }

    @Test
    void documents_of_another_shape_are_told_with_the_way_out() {
        Filling<Sales> shop =
                new Filling<>(SALES).happened("Order-1", placed("ann", "FR")).fill();
        View<Order> changed = View.of("sales", Order.class)
                .startWith(Order::none)
                .on(Placed.class, (order, placed) -> order)
                .build();

        assertThatThrownBy(() -> ViewRepository.of(shop.storage, changed).get("FR"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("the document \"FR\" of view sales cannot be read")
                .hasMessageContaining("raise the version of the view");
    }

    @Test
    void a_view_is_folded_to_a_position_or_an_instant_of_the_past() {
        Filling<Order> shop = new Filling<>(ORDERS)
                .happened("Order-1", placed("ann", "FR"))
                .happened("Order-2", placed("bob", "FR"))
                .happened("Customer-ann", new Renamed("ann", "Ann"))
                .happened("Order-2", new Closed());
        Order first = Order.none("1").by("ann", shop.feed().get(0).recordedAt());

        assertThat(ORDERS.asOf(shop.store, 0)).isEmpty();
        assertThat(ORDERS.asOf(shop.store, 1)).isEqualTo(Map.of("1", first));
        assertThat(ORDERS.asOf(shop.store, 2)).containsOnlyKeys("1", "2").containsEntry("1", first);
        assertThat(ORDERS.asOf(shop.store, 3)).containsOnlyKeys("1", "2").containsEntry("1", first.named("Ann"));
        assertThat(ORDERS.asOf(shop.store, Long.MAX_VALUE)).containsOnlyKeys("1");
        assertThat(ORDERS.asOf(shop.store, 2, "1")).contains(first);
        assertThat(ORDERS.asOf(shop.store, 3, "1")).contains(first.named("Ann"));
        assertThat(ORDERS.asOf(shop.store, 3, "2")).map(Order::customer).contains("bob");
        assertThat(ORDERS.asOf(shop.store, 4, "2")).isEmpty();
        assertThat(ORDERS.asOf(shop.store, 4, "3")).isEmpty();
        assertThat(ORDERS.asOf(shop.store, shop.feed().get(3).recordedAt())).containsOnlyKeys("1");
        assertThat(ORDERS.asOf(shop.store, shop.feed().get(0).recordedAt().minusNanos(1), "1"))
                .isEmpty();
    }

    @Test
    void what_cannot_be_a_view_is_refused_where_it_is_built() {
        View.Builder<Sales> sales = View.of("sales", Sales.class).startWith(Sales::none);

        assertThatThrownBy(() -> View.of("Sales", Sales.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> View.of("sales", String.class)).hasMessageContaining("records");
        assertThatThrownBy(sales::build).hasMessageContaining("follows no event");
        assertThatThrownBy(() -> sales.on(Object.class, (s, e) -> s)).hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> sales.version(0)).hasMessageContaining("less than 1");
        assertThatThrownBy(() ->
                        View.of("v", Sales.class).on(Placed.class, (s, e) -> s).build())
                .hasMessageContaining("startWith");
        assertThatThrownBy(() -> View.of("v", Sales.class)
                        .startWith(Sales::none)
                        .on(Placed.class, (s, e) -> s)
                        .field("totl")
                        .build())
                .hasMessage("field totl of view v: dev.mink.projection.Market$Sales has no component \"totl\", only"
                        + " country, orders, total");
        assertThatThrownBy(() -> View.of("v", Sales.class)
                        .startWith(Sales::none)
                        .on(Placed.class, (s, e) -> s)
                        .field("total.scale")
                        .build())
                .hasMessageContaining("java.math.BigDecimal has no components");
        assertThatThrownBy(() -> View.of("v", Sales.class)
                        .startWith(Sales::none)
                        .where(Placed.class, "country", Placed::country, (s, e) -> s)
                        .field("total")
                        .build())
                .hasMessageContaining("no field \"country\"")
                .hasMessageContaining("its fields are total");
    }

    @Test
    void queries_with_unknown_fields_or_values_of_other_types_are_refused() {
        ViewRepository<Order> orders = new Filling<>(ORDERS).documents;

        assertThatThrownBy(() -> orders.find(ViewQuery.where(field("id").eq("1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("view orders has no field \"id\": its fields are customer, at; declare it with field(...),"
                        + " and raise the version of the view");
        assertThatThrownBy(() -> orders.find(ViewQuery.all().orderBy("id"))).hasMessageContaining("no field \"id\"");
        assertThatThrownBy(() -> orders.count(field("at").isNull().or(field("x").notNull())))
                .hasMessageContaining("no field \"x\"");
        assertThatThrownBy(() -> orders.count(field("at").gt("2020")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("field at of view orders is an Instant and cannot be compared with \"2020\", a"
                        + " java.lang.String");
        assertThatThrownBy(() -> orders.count(field("at").like("2%"))).hasMessageContaining("texts only");
        assertThatThrownBy(() -> orders.count(field("customer").in("a", 1))).hasMessageContaining("java.lang.Integer");
        assertThatThrownBy(() -> orders.count(field("customer").eq("\0"))).hasMessageContaining("NUL");
        assertThatThrownBy(() -> field("customer").like("a\\")).hasMessageContaining("ends in a backslash");
        assertThatThrownBy(() -> orders.get("")).isInstanceOf(IllegalArgumentException.class);
    }
}
