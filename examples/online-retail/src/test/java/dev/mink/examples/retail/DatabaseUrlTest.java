package dev.mink.examples.retail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUrlTest {
    @ParameterizedTest
    @CsvSource({
        "postgres://ann:secret@db:5433/shop, jdbc:postgresql://db:5433/shop, ann, secret",
        "postgresql://ann@db/shop?sslmode=require, jdbc:postgresql://db/shop?sslmode=require, ann, ''",
        "postgres://ann:p%40ss%2F+1@[::1]/my%20shop, jdbc:postgresql://[::1]/my+shop, ann, p@ss/+1",
        "postgres://ann:secret@db, jdbc:postgresql://db/ann, ann, secret",
        "jdbc:postgresql://ann:secret@db/shop, jdbc:postgresql://db/shop, ann, secret"
    })
    void user_and_password_are_taken_out(String text, String jdbc, String user, String password) {
        DatabaseUrl url = DatabaseUrl.parse(text);

        assertThat(url).returns(jdbc, DatabaseUrl::jdbc).returns(user, DatabaseUrl::user);
        assertThat(url.password()).isEqualTo(password);
        assertThat(url.shown()).doesNotContain("secret", "p%40ss");
    }

    @Test
    void a_JDBC_URL_is_left_as_it_is_and_shown_without_its_parameters() {
        DatabaseUrl url = DatabaseUrl.parse("jdbc:postgresql://db/shop?user=ann&password=secret");

        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db/shop?user=ann&password=secret");
        assertThat(url.user()).isNull();
        assertThat(url.shown()).isEqualTo("jdbc:postgresql://db/shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://ann:secret@db/shop", "postgres:///shop", "shop", "postgres://ann:sec ret@db/shop"})
    void anything_else_is_refused_without_telling_secrets(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("DATABASE_URL \"")
                .hasMessageContaining("is not a PostgreSQL URL: write postgres://")
                .hasMessageNotContainingAny("secret", "sec ret");
    }
}
