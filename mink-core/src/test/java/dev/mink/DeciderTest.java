package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mink.fixture.Account;
import dev.mink.fixture.Account.Balance;
import dev.mink.fixture.Account.Deposit;
import dev.mink.fixture.Account.Deposited;
import dev.mink.fixture.Account.Open;
import dev.mink.fixture.Account.Opened;
import dev.mink.fixture.Account.Withdraw;
import dev.mink.fixture.Account.Withdrawn;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeciderTest {

    private static DeciderBuilder<Account.Command, Balance, Account.Event> builder() {
        return Decider.builder(Account.Command.class, new Balance(false, 0), Account.Event.class);
    }

    @Test
    void a_built_decider_dispatches_to_the_function_of_each_type() {
        Decider<Account.Command, Balance, Account.Event> decider = Account.DECIDER;

        assertThat(decider.initial()).isEqualTo(new Balance(false, 0));
        assertThat(decider.decide(new Open("me"), decider.initial())).containsExactly(new Opened("me"));
        assertThat(decider.decide(new Deposit(5), decider.initial())).containsExactly(new Deposited(5));
        assertThat(decider.decide(new Open("me"), new Balance(true, 0))).isEmpty();
        assertThat(decider.evolve(new Balance(true, 5), new Withdrawn(2))).isEqualTo(new Balance(true, 3));
        assertThatExceptionOfType(Account.Overdrawn.class)
                .isThrownBy(() -> decider.decide(new Withdraw(1), decider.initial()));
    }

    @Test
    void two_functions_make_a_decider_too() {
        Decider<String, Integer, Integer> decider =
                Decider.of(0, (command, state) -> List.of(command.length()), Integer::sum);

        assertThat(decider.decide("four", decider.initial())).containsExactly(4);
        assertThat(decider.evolve(3, 4)).isEqualTo(7);
    }

    @Test
    void every_missing_command_is_named() {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder()
                        .decide(Deposit.class, (command, state) -> List.of())
                        .build())
                .withMessage("no function for the command types Open, Withdraw under " + Account.Command.class.getName()
                        + ": add one for each");
    }

    @Test
    void every_missing_event_is_named() {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder()
                        .decide(Open.class, (command, state) -> List.of())
                        .decide(Deposit.class, (command, state) -> List.of())
                        .decide(Withdraw.class, (command, state) -> List.of())
                        .evolve(Opened.class, (state, event) -> state)
                        .build())
                .withMessage("no function for the event types Deposited, Withdrawn under "
                        + Account.Event.class.getName() + ": add one for each");
    }

    @Test
    void a_second_function_for_one_type_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder()
                        .decide(Open.class, (command, state) -> List.of())
                        .decide(Open.class, (command, state) -> List.of()))
                .withMessage("command type " + Open.class.getName() + " has a function already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder()
                        .evolve(Opened.class, (state, event) -> state)
                        .evolve(Opened.class, (state, event) -> state))
                .withMessage("event type " + Opened.class.getName() + " has a function already");
    }

    sealed interface Shape {}

    sealed interface Round extends Shape {}

    record Circle(int radius) implements Round {}

    record Ellipse(int a, int b) implements Round {}

    /** Concrete and sealed at once. */
    static sealed class Polygon implements Shape {}

    static final class Square extends Polygon {}

    enum Unit implements Shape {
        POINT,
        LINE {
            @Override
            public String toString() {
                return "has a class of its own";
            }
        }
    }

    private static DeciderBuilder<Shape, String, Opened> shapes() {
        return Decider.builder(Shape.class, "", Opened.class).evolve(Opened.class, (state, event) -> event.owner());
    }

    private static List<Opened> said(String text) {
        return List.of(new Opened(text));
    }

    @Test
    void nested_branches_concrete_sealed_classes_and_enums_are_handled() {
        Decider<Shape, String, Opened> decider = shapes().decide(Circle.class, (circle, state) -> said("circle"))
                .decide(Ellipse.class, (ellipse, state) -> said("ellipse"))
                .decide(Polygon.class, (polygon, state) -> said("polygon"))
                .decide(Square.class, (square, state) -> said("square"))
                .decide(Unit.class, (unit, state) -> said(unit.name()))
                .build();

        assertThat(decider.decide(new Circle(1), "")).isEqualTo(said("circle"));
        assertThat(decider.decide(new Polygon(), "")).isEqualTo(said("polygon"));
        assertThat(decider.decide(new Square(), "")).isEqualTo(said("square"));
        assertThat(decider.decide(Unit.POINT, "")).isEqualTo(said("POINT"));
        assertThat(decider.decide(Unit.LINE, "")).isEqualTo(said("LINE"));
    }

    @Test
    void types_missing_in_nested_branches_are_named() {
        assertThatIllegalStateException()
                .isThrownBy(() -> shapes().decide(Circle.class, (circle, state) -> said("circle"))
                        .build())
                .withMessageStartingWith("no function for the command types Ellipse, Polygon, Square, Unit under ");
    }

    @Test
    void a_branch_is_not_a_type_that_a_function_can_be_for() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shapes().decide(Round.class, (round, state) -> List.of()))
                .withMessage("command type " + Round.class.getName()
                        + " is not one of Circle, Ellipse, Polygon, Square, Unit under " + Shape.class.getName());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shapes().decide(Shape.class, (shape, state) -> List.of()));
    }

    @Test
    void a_single_record_is_a_hierarchy_of_its_own() {
        Decider<Open, String, Opened> decider = Decider.builder(Open.class, "", Opened.class)
                .decide(Open.class, (command, state) -> said(command.owner()))
                .evolve(Opened.class, (state, event) -> event.owner())
                .build();

        assertThat(decider.decide(new Open("me"), "")).isEqualTo(said("me"));
        assertThat(decider.evolve("", new Opened("me"))).isEqualTo("me");
    }

    sealed interface Leaky {}

    non-sealed interface Open2 extends Leaky {}

    static class Extensible {}

    abstract static class Half {}

    @Test
    void open_branches_and_open_roots_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Decider.builder(Leaky.class, "", Opened.class))
                .withMessage(
                        "command type " + Open2.class.getName() + " under " + Leaky.class.getName()
                                + " is neither sealed nor final: with open branches nobody can tell whether every case is handled");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Decider.builder(Runnable.class, "", Opened.class))
                .withMessageStartingWith("command type java.lang.Runnable is neither sealed nor final");
        assertThatIllegalArgumentException().isThrownBy(() -> Decider.builder(Extensible.class, "", Opened.class));
        assertThatIllegalArgumentException().isThrownBy(() -> Decider.builder(Half.class, "", Opened.class));
        assertThatIllegalArgumentException().isThrownBy(() -> Decider.builder(Open.class, "", Object.class));
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void a_value_that_is_none_of_the_types_is_refused() {
        Decider raw = Account.DECIDER;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> raw.decide("a text", new Balance(true, 0)))
                .withMessage("command type java.lang.String is not one of Deposit, Open, Withdraw under "
                        + Account.Command.class.getName());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> raw.evolve(new Balance(true, 0), 5))
                .withMessage("event type java.lang.Integer is not one of Deposited, Opened, Withdrawn under "
                        + Account.Event.class.getName());
    }

    @Test
    void nulls_are_refused_by_name() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> Decider.builder(null, "", Opened.class))
                .withMessage("command root");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> Decider.builder(Open.class, null, Opened.class))
                .withMessage("initial state");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> Decider.builder(Open.class, "", null))
                .withMessage("event root");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> builder().decide(Open.class, null))
                .withMessage("function for " + Open.class.getName());
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> builder().evolve(Opened.class, null))
                .withMessage("function for " + Opened.class.getName());
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> Decider.of(null, (c, s) -> List.of(), (s, e) -> s))
                .withMessage("initial state");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> Decider.of("", null, (s, e) -> s))
                .withMessage("decide function");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> Decider.of("", (c, s) -> List.of(), null))
                .withMessage("evolve function");
    }
}
