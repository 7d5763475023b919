package dev.mink.postgres;

import dev.mink.postgres.kit.Database;
import dev.mink.spi.EventStorage;
import dev.mink.testing.contract.ModelContract;
import java.sql.Connection;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Histories of appends and reads against a model, with every append on its own. */
class UngroupedModelTest extends ModelContract<Connection> {

    @RegisterExtension
    final Database database = new Database();

    @Override
    protected EventStorage<Connection> newStorage() {
        return PostgresStorage.of(database.pool(10), database.options().groupAppends(false));
    }
}
