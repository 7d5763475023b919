package dev.mink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadTest {

    private static final byte[] BYTES = "{\"é\":1}".getBytes(StandardCharsets.UTF_8);

    @Test
    void payloads_with_the_same_format_and_bytes_are_equal() {
        assertThat(Payload.json(BYTES)).isEqualTo(Payload.json(BYTES.clone())).hasSameHashCodeAs(Payload.json(BYTES));
        assertThat(Payload.json(BYTES)).isNotEqualTo(Payload.binary(BYTES));
        assertThat(Payload.json(BYTES)).isNotEqualTo(Payload.json(new byte[] {1}));
        assertThat(Payload.json(BYTES)).isNotEqualTo("{\"é\":1}");
    }

    @Test
    void the_size_is_in_bytes() {
        assertThat(Payload.json(BYTES).size()).isEqualTo(8);
        assertThat(Payload.binary(new byte[0]).size()).isZero();
    }

    @Test
    void json_shows_itself_and_binary_its_size_only() {
        assertThat(Payload.json(BYTES)).hasToString("{\"é\":1}");
        assertThat(Payload.binary(BYTES)).hasToString("8 bytes");
    }

    @Test
    void a_payload_has_bytes() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> Payload.binary(null))
                .withMessage("payload");
    }
}
