package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.contract.Backend;
import dev.memoryservice.server.memory.contract.BehaviourContract;
import dev.memoryservice.server.memory.contract.BulkContract;
import dev.memoryservice.server.memory.contract.ConcurrencyContract;
import dev.memoryservice.server.memory.contract.DurabilityContract;
import dev.memoryservice.server.memory.contract.FiguresContract;
import dev.memoryservice.server.memory.contract.FilterContract;
import dev.memoryservice.server.memory.contract.IsolationContract;
import dev.memoryservice.server.memory.contract.NeighbourContract;
import dev.memoryservice.server.memory.contract.PagingContract;
import dev.memoryservice.server.memory.contract.ReadingContract;
import dev.memoryservice.server.memory.contract.ReplacementContract;
import dev.memoryservice.server.memory.contract.SearchContract;
import dev.memoryservice.server.memory.contract.SimilarContract;
import dev.memoryservice.server.memory.contract.TextContract;
import dev.memoryservice.server.memory.contract.UpdateContract;
import org.junit.jupiter.api.Nested;

/** The contract, kept by SQLite. */
class SqliteContractTest {

    @Nested
    class Behaviour extends BehaviourContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

    @Nested
    class Bulk extends BulkContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

    @Nested
    class Durability extends DurabilityContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

    @Nested
    class Isolation extends IsolationContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

    @Nested
    class Neighbouring extends NeighbourContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

    @Nested
    class Paging extends PagingContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

    @Nested
    class Reading extends ReadingContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

    @Nested
    class Replacing extends ReplacementContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

    @Nested
    class Search extends SearchContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

    @Nested
    class Text extends TextContract {
        @Override
        protected Backend backend() {
            return new SqliteBackend();
        }
    }

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
