package dev.mink.postgres;

import dev.mink.postgres.kit.Database;
import dev.mink.spi.EventStorage;
import dev.mink.testing.contract.EventStorageContract;
import java.sql.Connection;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of storages, with every append on its own. */
class UngroupedStorageTest extends EventStorageContract<Connection> {

    @RegisterExtension
    final Database database = new Database();

    @Override
    protected EventStorage<Connection> newStorage() {
        return PostgresStorage.of(database.pool(40), database.options().groupAppends(false));
    }
}
