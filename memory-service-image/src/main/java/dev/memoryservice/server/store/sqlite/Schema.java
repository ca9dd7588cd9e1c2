package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables, as a list of steps: step n brings version n to version n + 1, and {@code PRAGMA user_version} says where
 * a file is. Steps that were released are never edited.
 *
 * <p>A memory's row keeps its tags as JSON, in order, to be read without a join; {@code memory_tag} is the index from
 * tag to memory, in the order that pages are read in. The counts that every page and every status shows are kept by
 * triggers, so they cannot drift from the rows. Ids only grow (AUTOINCREMENT): everything that is ordered by id is
 * ordered by arrival. The full-text tables are made per tenant, see {@link LexicalIndex}.
 */
final class Schema {

    /** What {@code activity.hour} counts. */
    static final long MICROS_PER_HOUR = 3_600_000_000L;

    /** Marks the file as ours ("MemS"); other programs' databases are refused. */
    private static final int APPLICATION_ID = 0x4d656d53;

    private static final List<String> VECTORS_OF_PASSAGES = List.of(
            // Who said it, see Author.key; 0 for nobody.
            "ALTER TABLE memory ADD COLUMN author INTEGER NOT NULL DEFAULT 0",
            // complete: whether every passage has its vector. stop: where the passage of this vector ends in the
            // content, NULL when it is all of it. Of memories from before it is not known; they are looked at again.
            "ALTER TABLE embedding ADD COLUMN complete INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE embedding ADD COLUMN stop INTEGER",
            "DELETE FROM embedding WHERE memory_id IN (SELECT id FROM memory WHERE deleted_at IS NOT NULL)",
            "CREATE INDEX embedding_of_model ON embedding (model, complete)",
            // start and stop: where a further passage of a long memory is, in UTF-16 units of its content.
            """
            CREATE TABLE passage (
              memory_id INTEGER NOT NULL REFERENCES memory (id) ON DELETE CASCADE,
              ordinal INTEGER NOT NULL,
              start INTEGER NOT NULL,
              stop INTEGER NOT NULL,
              model TEXT NOT NULL,
              vector BLOB NOT NULL,
              PRIMARY KEY (memory_id, ordinal)
            ) STRICT""");

    /** How much was stored in which hour (of UTC, since 1970) and is still there; and the largest contents. */
    private static final List<String> COUNTS_OF_HOURS = List.of(
            """
            CREATE TABLE activity (
              space_id INTEGER NOT NULL,
              hour INTEGER NOT NULL,
              memories INTEGER NOT NULL,
              bytes INTEGER NOT NULL,
              PRIMARY KEY (space_id, hour)
            ) STRICT, WITHOUT ROWID""",
            "INSERT INTO activity SELECT space_id, " + hourOf("created_at")
                    + ", count(*), sum(octet_length(content)) FROM memory WHERE deleted_at IS NULL GROUP BY 1, 2",
            "CREATE TRIGGER activity_stored AFTER INSERT ON memory WHEN NEW.deleted_at IS NULL BEGIN"
                    + " INSERT INTO activity VALUES (NEW.space_id, " + hourOf("NEW.created_at")
                    + ", 1, octet_length(NEW.content))"
                    + " ON CONFLICT DO UPDATE SET memories = memories + 1, bytes = bytes + excluded.bytes; END",
            "CREATE TRIGGER activity_deleted AFTER UPDATE OF deleted_at ON memory"
                    + " WHEN OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL BEGIN"
                    + " UPDATE activity SET memories = memories - 1, bytes = bytes - octet_length(OLD.content)"
                    + " WHERE space_id = OLD.space_id AND hour = " + hourOf("OLD.created_at") + ";"
                    + " DELETE FROM activity WHERE space_id = OLD.space_id AND hour = "
                    + hourOf("OLD.created_at") + " AND memories = 0; END",
            "CREATE INDEX memory_largest ON memory (space_id, octet_length(content)) WHERE deleted_at IS NULL");

    /** What the authorization server remembers; expires_at in milliseconds since 1970 UTC. */
    private static final List<String> OAUTH_STATE = List.of(
            """
            CREATE TABLE oauth_state (
              kind TEXT NOT NULL,
              id TEXT NOT NULL,
              owner TEXT NOT NULL,
              value TEXT NOT NULL,
              expires_at INTEGER NOT NULL,
              PRIMARY KEY (kind, id)
            ) STRICT, WITHOUT ROWID""",
            "CREATE INDEX oauth_state_of_owner ON oauth_state (kind, owner, expires_at)",
            "CREATE INDEX oauth_state_of_kind ON oauth_state (kind, expires_at)",
            "CREATE INDEX oauth_state_expiry ON oauth_state (expires_at)");

    private static final List<List<String>> STEPS = List.of(
            List.of(
                    """
            CREATE TABLE tenant (
              id INTEGER PRIMARY KEY,
              name TEXT NOT NULL UNIQUE
            ) STRICT""",
                    """
            CREATE TABLE space (
              id INTEGER PRIMARY KEY,
              tenant_id INTEGER NOT NULL REFERENCES tenant (id),
              name TEXT NOT NULL,
              memories INTEGER NOT NULL DEFAULT 0,
              UNIQUE (tenant_id, name)
            ) STRICT""",
                    // created_at, updated_at, deleted_at: microseconds since 1970 UTC. deleted_at marks a tombstone.
                    // words: the content's length for BM25.
                    """
            CREATE TABLE memory (
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              tenant_id INTEGER NOT NULL REFERENCES tenant (id),
              space_id INTEGER NOT NULL REFERENCES space (id),
              content_hash TEXT NOT NULL,
              type TEXT NOT NULL,
              conversation_id TEXT,
              created_at INTEGER NOT NULL,
              updated_at INTEGER NOT NULL,
              deleted_at INTEGER,
              words INTEGER NOT NULL,
              tags TEXT NOT NULL,
              metadata TEXT NOT NULL,
              content TEXT NOT NULL,
              UNIQUE (space_id, content_hash)
            ) STRICT""",
                    "CREATE INDEX memory_newest_of_space ON memory (space_id, created_at, id) WHERE deleted_at IS NULL",
                    "CREATE INDEX memory_newest_of_tenant ON memory (tenant_id, created_at, id) WHERE deleted_at IS NULL",
                    "CREATE INDEX memory_newest_of_type ON memory (space_id, type, created_at, id) WHERE deleted_at IS NULL",
                    """
            CREATE TABLE embedding (
              memory_id INTEGER PRIMARY KEY REFERENCES memory (id) ON DELETE CASCADE,
              model TEXT NOT NULL,
              vector BLOB NOT NULL
            ) STRICT""",
                    """
            CREATE TABLE memory_tag (
              space_id INTEGER NOT NULL,
              tag TEXT NOT NULL,
              created_at INTEGER NOT NULL,
              memory_id INTEGER NOT NULL,
              PRIMARY KEY (space_id, tag, created_at, memory_id)
            ) STRICT, WITHOUT ROWID""",
                    """
            CREATE TABLE tag_count (
              space_id INTEGER NOT NULL,
              tag TEXT NOT NULL,
              memories INTEGER NOT NULL,
              PRIMARY KEY (space_id, tag)
            ) STRICT, WITHOUT ROWID""",
                    """
            CREATE TABLE type_count (
              space_id INTEGER NOT NULL,
              type TEXT NOT NULL,
              memories INTEGER NOT NULL,
              PRIMARY KEY (space_id, type)
            ) STRICT, WITHOUT ROWID""",
                    "CREATE TABLE health (id INTEGER PRIMARY KEY, checked_at INTEGER NOT NULL) STRICT",
                    "INSERT INTO health (id, checked_at) VALUES (1, 0)",
                    """
            CREATE TRIGGER memory_stored AFTER INSERT ON memory BEGIN
              UPDATE space SET memories = memories + 1 WHERE id = NEW.space_id;
              INSERT INTO type_count VALUES (NEW.space_id, NEW.type, 1)
                ON CONFLICT DO UPDATE SET memories = memories + 1;
            END""",
                    """
            CREATE TRIGGER memory_deleted AFTER UPDATE OF deleted_at ON memory
            WHEN OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL BEGIN
              UPDATE space SET memories = memories - 1 WHERE id = NEW.space_id;
              UPDATE type_count SET memories = memories - 1 WHERE space_id = NEW.space_id AND type = OLD.type;
              DELETE FROM type_count WHERE space_id = NEW.space_id AND type = OLD.type AND memories = 0;
            END""",
                    """
            CREATE TRIGGER tag_given AFTER INSERT ON memory_tag BEGIN
              INSERT INTO tag_count VALUES (NEW.space_id, NEW.tag, 1)
                ON CONFLICT DO UPDATE SET memories = memories + 1;
            END""",
                    """
            CREATE TRIGGER tag_taken AFTER DELETE ON memory_tag BEGIN
              UPDATE tag_count SET memories = memories - 1 WHERE space_id = OLD.space_id AND tag = OLD.tag;
              DELETE FROM tag_count WHERE space_id = OLD.space_id AND tag = OLD.tag AND memories = 0;
            END"""),
            // What updates replaced; goes with the memory's row.
            List.of("""
            CREATE TABLE memory_history (
              memory_id INTEGER NOT NULL REFERENCES memory (id) ON DELETE CASCADE,
              version INTEGER NOT NULL,
              replaced_at INTEGER NOT NULL,
              tags TEXT NOT NULL,
              type TEXT NOT NULL,
              metadata TEXT NOT NULL,
              PRIMARY KEY (memory_id, version)
            ) STRICT, WITHOUT ROWID""", """
            CREATE TRIGGER memory_retyped AFTER UPDATE OF type ON memory
            WHEN OLD.type <> NEW.type AND NEW.deleted_at IS NULL BEGIN
              UPDATE type_count SET memories = memories - 1 WHERE space_id = NEW.space_id AND type = OLD.type;
              DELETE FROM type_count WHERE space_id = NEW.space_id AND type = OLD.type AND memories = 0;
              INSERT INTO type_count VALUES (NEW.space_id, NEW.type, 1)
                ON CONFLICT DO UPDATE SET memories = memories + 1;
            END"""),
            // Conversations in the order of pages.
            List.of("CREATE INDEX memory_newest_of_conversation ON memory (space_id, conversation_id, created_at, id)"
                    + " WHERE deleted_at IS NULL AND conversation_id IS NOT NULL"),
            VECTORS_OF_PASSAGES,
            COUNTS_OF_HOURS,
            // Pairs of memories of which one may be wrong; the lists of hashes; the oldest tombstones.
            List.of(
                    """
            CREATE TABLE contradiction (
              newer_id INTEGER NOT NULL REFERENCES memory (id) ON DELETE CASCADE,
              older_id INTEGER NOT NULL REFERENCES memory (id) ON DELETE CASCADE,
              space_id INTEGER NOT NULL,
              cosine REAL NOT NULL,
              divergence REAL NOT NULL,
              found_at INTEGER NOT NULL,
              PRIMARY KEY (newer_id, older_id)
            ) STRICT, WITHOUT ROWID""",
                    "CREATE INDEX contradiction_of_older ON contradiction (older_id)",
                    "CREATE INDEX contradiction_of_space ON contradiction (space_id, found_at)",
                    "CREATE INDEX memory_arrival ON memory (tenant_id, id, space_id)",
                    "CREATE INDEX memory_tombstone ON memory (deleted_at) WHERE deleted_at IS NOT NULL"),
            OAUTH_STATE,
            // Uploads of documents. tags, errors: JSON. completed_at is missing while an upload waits or is worked on.
            List.of("""
            CREATE TABLE upload (
              tenant_id INTEGER NOT NULL REFERENCES tenant (id),
              id TEXT NOT NULL,
              store TEXT NOT NULL,
              filename TEXT NOT NULL,
              file_size INTEGER NOT NULL,
              tags TEXT NOT NULL,
              status TEXT NOT NULL,
              chunks_total INTEGER NOT NULL,
              chunks_processed INTEGER NOT NULL,
              chunks_stored INTEGER NOT NULL,
              chunks_duplicate INTEGER NOT NULL,
              errors TEXT NOT NULL,
              created_at INTEGER NOT NULL,
              completed_at INTEGER,
              PRIMARY KEY (tenant_id, id)
            ) STRICT, WITHOUT ROWID"""),
            // Restores into this store, see RestoreLog.
            List.of("""
            CREATE TABLE restore_log (
              id TEXT PRIMARY KEY,
              started_at INTEGER NOT NULL,
              value TEXT NOT NULL
            ) STRICT, WITHOUT ROWID""", "CREATE INDEX restore_log_newest ON restore_log (started_at)"));

    private Schema() {}

    /** The hour of a time column, rounded down before 1970 as well. */
    private static String hourOf(String micros) {
        return "(%1$s - (%1$s %% %2$d + %2$d) %% %2$d) / %2$d".formatted(micros, MICROS_PER_HOUR);
    }

    /** The newest version, which this server writes. */
    static int version() {
        return STEPS.size();
    }

    /**
     * Brings the file to the newest version, in one transaction.
     *
     * @throws StoreUnavailableException when the file is another program's or a newer server's
     */
    static void migrate(Path file, Session session) throws SQLException {
        migrate(file, session, STEPS);
    }

    /** As {@link #migrate(Path, Session)}, with the steps to take. */
    static void migrate(Path file, Session session, List<List<String>> steps) throws SQLException {
        long version = session.number(0, "PRAGMA user_version");
        long application = session.number(0, "PRAGMA application_id");
        if (application != APPLICATION_ID && session.number(0, "SELECT count(*) FROM sqlite_schema") > 0) {
            throw new StoreUnavailableException(
                    "The database %s belongs to another program. Choose another path, or import the file instead of opening it"
                            .formatted(file));
        }
        if (version > steps.size()) {
            throw new StoreUnavailableException(
                    "The database %s has schema version %d, but this server knows versions up to %d. Run the server that wrote it, or a newer one"
                            .formatted(file, version, steps.size()));
        }
        if (version < steps.size()) {
            session.beginWriting();
            try {
                for (List<String> step : steps.subList((int) version, steps.size())) {
                    for (String statement : step) {
                        session.execute(statement);
                    }
                }
                session.execute("PRAGMA application_id = " + APPLICATION_ID);
                session.execute("PRAGMA user_version = " + steps.size());
                session.commit();
            } catch (SQLException e) {
                session.rollback();
                throw e;
            }
        }
    }
}
