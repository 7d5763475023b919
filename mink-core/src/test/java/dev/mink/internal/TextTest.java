package dev.mink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void a_good_text_is_given_back() {
        String text = "naïve 😀 text";

        assertThat(Text.check("name", text, 20)).isSameAs(text);
        assertThat(Text.checkStorable("name", text)).isSameAs(text);
        assertThat(Text.checkStorable("name", " \n")).isEqualTo(" \n");
        assertThat(Text.checkStorable("name", "")).isEmpty();
    }

    @Test
    void the_length_is_counted_in_utf_16() {
        assertThat(Text.check("name", "😀", 2)).isEqualTo("😀");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Text.check("name", "😀x", 2))
                .withMessageContaining("is 3 characters long: at most 2 are allowed");
    }

    @Test
    void storable_is_what_utf_8_can_encode_without_nul() {
        Random random = new Random(7);
        char[] alphabet = {'a', 'é', 0, 1, '\n', '\ud800', '\udbff', '\udc00', '\udfff', '\ud7ff', '\ue000', '\uffff'};
        for (int i = 0; i < 20_000; i++) {
            char[] characters = new char[random.nextInt(6)];
            for (int j = 0; j < characters.length; j++) {
                characters[j] = alphabet[random.nextInt(alphabet.length)];
            }
            String text = new String(characters);
            boolean storable = text.indexOf(0) < 0 && isUnicode(text);

            if (storable) {
                assertThat(Text.checkStorable("text", text)).isSameAs(text);
            } else {
                assertThatIllegalArgumentException()
                        .as("text %s", Text.quote(text))
                        .isThrownBy(() -> Text.checkStorable("text", text));
            }
        }
    }

    private static boolean isUnicode(String text) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void a_quoted_text_is_short_and_printable() {
        assertThat(Text.quote("plain é")).isEqualTo("\"plain é\"");
        assertThat(Text.quote("a\nb\u0000\u007f")).isEqualTo("\"a\\u000ab\\u0000\\u007f\"");
        assertThat(Text.quote("\ud800")).isEqualTo("\"\\ud800\"");
        assertThat(Text.quote("😀\ude00😀")).isEqualTo("\"😀\\ude00😀\"");
        assertThat(Text.quote("x".repeat(59) + "😀y")).isEqualTo("\"" + "x".repeat(59) + "😀…\"");
        assertThat(Text.quote("x".repeat(60))).isEqualTo("\"" + "x".repeat(60) + "\"");
        assertThat(Text.quote("x".repeat(61))).isEqualTo("\"" + "x".repeat(60) + "…\"");
    }
}
