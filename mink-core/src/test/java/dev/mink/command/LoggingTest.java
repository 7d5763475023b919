package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.command.Orders.AddLine;
import dev.mink.command.Orders.Place;
import dev.mink.command.Orders.Ship;
import dev.mink.memory.MemoryTransaction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What a log shows, with key-values before the message. */
@ResourceLock(Resources.SYSTEM_ERR)
class LoggingTest {

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Mink<MemoryTransaction> mink = Orders.builder()
            .middleware(Middleware.correlation(), Middleware.logging())
            .build()
            .start();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(before);
    }

    private String log() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void an_accepted_command_is_logged_with_all_that_is_known_and_without_its_contents() {
        mink.dispatch(new Place("o-1", "very secret"), Metadata.empty().withCorrelationId("conversation-1"));

        assertThat(log())
                .containsPattern("INFO dev.mink.command - command_type=Place outcome=accepted duration_ms=[0-9]+"
                        + " correlation_id=conversation-1 aggregate_id=o-1 version=1 command accepted")
                .doesNotContain("very secret");
    }

    @Test
    void a_rejected_command_is_logged_with_its_reason() {
        mink.dispatch(new Ship("o-1"));
        mink.dispatch(new AddLine("o-1", "very secret"));

        assertThat(log())
                .containsPattern("INFO dev.mink.command - command_type=AddLine outcome=rejected duration_ms=[0-9]+"
                        + " correlation_id=.{36} reason=AlreadyShipped command rejected")
                .doesNotContain("very secret");
    }

    @Test
    void a_failed_command_is_logged_as_an_error_with_its_exception_which_is_thrown_as_it_was() {
        IllegalStateException failure = new IllegalStateException("broken");
        CommandEnvelope envelope = new CommandEnvelope("1", new Place("o-1", "very secret"), Metadata.empty());

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Middleware.logging().handle(envelope, e -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(log())
                .containsPattern("ERROR dev.mink.command - command_type=Place outcome=failed duration_ms=[0-9]+"
                        + " aggregate_id=o-1 command failed")
                .contains("java.lang.IllegalStateException: broken", "at " + LoggingTest.class.getName())
                .doesNotContain("very secret");
    }

    @Test
    void a_command_that_cannot_tell_its_id_hides_no_outcome() {
        record Broken() implements ForAggregate {
            @Override
            public String aggregateId() {
                throw new IllegalStateException("no id");
            }
        }
        CommandResult rejected = new CommandResult.Rejected(new IllegalStateException("no"));

        assertThat(Middleware.logging().handle(new CommandEnvelope("1", new Broken(), Metadata.empty()), e -> rejected))
                .isSameAs(rejected);
        assertThat(log()).contains("command_type=Broken outcome=rejected");
    }
}
