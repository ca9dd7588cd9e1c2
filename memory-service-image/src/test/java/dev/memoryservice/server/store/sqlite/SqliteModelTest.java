package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.contract.Backend;
import dev.memoryservice.server.memory.contract.ModelContract;

/** SQLite against the model. */
class SqliteModelTest extends ModelContract {

    @Override
    protected Backend backend() {
        return new SqliteBackend();
    }
}
