package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Space;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A {@link Space} as the tables know it.
 *
 * @param tenant the tenant's id
 * @param space the space's id, or {@link #EVERY_SPACE}
 */
record Scope(long tenant, long space) {

    /** Stands for every space of the tenant. */
    static final long EVERY_SPACE = -1;

    /** The scope of a space that exists; empty when nothing was ever stored there. */
    static Optional<Scope> find(Session session, Space space) throws SQLException {
        if (space.isAllStores()) {
            long tenant = session.number(-1, "SELECT id FROM tenant WHERE name = ?", space.tenant());
            return tenant < 0 ? Optional.empty() : Optional.of(new Scope(tenant, EVERY_SPACE));
        }
        try (ResultSet rows = session.query(
                "SELECT t.id, s.id FROM tenant AS t JOIN space AS s ON s.tenant_id = t.id WHERE t.name = ? AND s.name = ?",
                space.tenant(),
                space.store())) {
            return rows.next() ? Optional.of(new Scope(rows.getLong(1), rows.getLong(2))) : Optional.empty();
        }
    }

    /** The scope of a space, which is made when it is missing; inside a writing transaction. */
    static Scope findOrCreate(Session session, Space space) throws SQLException {
        Optional<Scope> found = find(session, space);
        if (found.isPresent()) {
            return found.get();
        }
        long tenant = session.number(-1, "SELECT id FROM tenant WHERE name = ?", space.tenant());
        if (tenant < 0) {
            tenant = session.number(-1, "INSERT INTO tenant (name) VALUES (?) RETURNING id", space.tenant());
            LexicalIndex.create(session, tenant);
        }
        long id = session.number(
                -1, "INSERT INTO space (tenant_id, name) VALUES (?, ?) RETURNING id", tenant, space.store());
        return new Scope(tenant, id);
    }

    boolean isEverySpace() {
        return space == EVERY_SPACE;
    }

    /** The condition on {@code space_id} with one parameter, {@link #key}. */
    String condition() {
        return isEverySpace() ? "space_id IN (SELECT id FROM space WHERE tenant_id = ?)" : "space_id = ?";
    }

    /** The parameter of {@link #condition}. */
    long key() {
        return isEverySpace() ? tenant : space;
    }
}
