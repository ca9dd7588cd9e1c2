package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.contract.Backend;
import dev.memoryservice.server.memory.contract.UpdateContract;
import org.junit.jupiter.api.Nested;

/** The contract, kept by SQLite. */
class SqliteContractTest {

    @Nested
    class Updates extends UpdateContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }
}
