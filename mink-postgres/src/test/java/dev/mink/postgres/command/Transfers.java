package dev.mink.postgres.command;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.Mink;
import dev.mink.command.Idempotent;
import dev.mink.command.Middleware;
import dev.mink.postgres.PostgresStorage;
import java.sql.Connection;

/** Purses into which commands put coins, each command once. */
final class Transfers {

    private Transfers() {}

    record Coin(String command) {}

    record Put(String key, String purseId) implements Idempotent {

        @Override
        public String idempotencyKey() {
            return key;
        }
    }

    static final class Purse extends Aggregate<Coin> {

        static final AggregateType<Purse, Coin> TYPE = AggregateType.of("Purse", Purse::new, Coin.class);

        Purse(String id) {
            super(id);
        }

        void put(String command) {
            raise(new Coin(command));
        }

        @Override
        protected void apply(Coin event) {}
    }

    static Mink.Builder<Connection> builder(PostgresStorage storage) {
        return Mink.builder(storage)
                .aggregate(Purse.TYPE)
                .handle(Put.class, Purse.TYPE, Put::purseId, (purse, put) -> purse.put(put.key()));
    }

    static Mink<Connection> mink(PostgresStorage storage) {
        return builder(storage)
                .middleware(Middleware.retryOnConflict(50), Middleware.idempotency())
                .build();
    }
}
