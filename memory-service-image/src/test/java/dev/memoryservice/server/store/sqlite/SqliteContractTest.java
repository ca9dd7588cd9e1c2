package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.contract.Backend;
import dev.memoryservice.server.memory.contract.FiguresContract;
import dev.memoryservice.server.memory.contract.FilterContract;
import dev.memoryservice.server.memory.contract.SimilarContract;
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

    @Nested
    class Filters extends FilterContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

    @Nested
    class Similar extends SimilarContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

    @Nested
    class Figures extends FiguresContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }
}
