package dev.memoryservice.server.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of one tenant's memories: an FTS5 table of its own, so neither the cost nor the scores of a search depend
 * on, or tell of, another tenant's memories. The table keeps no text, only the index from stem to memory.
 *
 * <p>The index is read through {@code fts5vocab}, a stem at a time: scoring the occurrences in Java takes a third of
 * the time of FTS5's {@code bm25()}, whose parameters are fixed besides. The stems of a question come from a
 * temporary FTS5 table with the same tokenizer, so that they are the index's by construction.
 */
final class LexicalIndex {

    private static final String TOKENIZER = "tokenize = 'porter unicode61 remove_diacritics 2'";

    private LexicalIndex() {}

    /** Receives the memories that contain a stem. */
    @FunctionalInterface
    interface OccurrenceConsumer {
        void accept(long memoryId, int occurrences);
    }

    /** Makes the tables of a new tenant; part of the transaction that makes the tenant. */
    static void create(Session session, long tenantId) throws SQLException {
        session.execute(
                "CREATE VIRTUAL TABLE words_%1$d USING fts5 (content, content = '', contentless_delete = 1, %2$s)"
                        .formatted(tenantId, TOKENIZER));
        session.execute(
                "CREATE VIRTUAL TABLE stem_%1$d USING fts5vocab ('words_%1$d', 'instance')".formatted(tenantId));
    }

    static void add(Session session, long tenantId, long memoryId, String content) throws SQLException {
        session.update("INSERT INTO words_" + tenantId + " (rowid, content) VALUES (?, ?)", memoryId, content);
    }

    static void remove(Session session, long tenantId, long memoryId) throws SQLException {
        session.update("DELETE FROM words_" + tenantId + " WHERE rowid = ?", memoryId);
    }

    /** The different stems of {@code words}, which need not be clean: no text is read as a query. */
    static List<String> stems(Session session, List<String> words) throws SQLException {
        session.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.question USING fts5 (words, content = '', %s)"
                .formatted(TOKENIZER));
        session.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.question_stem USING fts5vocab (temp, question, row)");
        List<String> stems = new ArrayList<>();
        session.begin();
        try {
            session.update("INSERT INTO temp.question (words) VALUES (?)", String.join(" ", words));
            try (ResultSet rows = session.query("SELECT term FROM temp.question_stem")) {
                while (rows.next()) {
                    stems.add(rows.getString(1));
                }
            }
        } finally {
            // The question is read out and never kept.
            session.rollback();
        }
        return stems;
    }

    /**
     * Tells the memories of a tenant that contain {@code stem}, by ascending id. Costs a third of a microsecond per
     * occurrence.
     */
    static void occurrences(Session session, long tenantId, String stem, OccurrenceConsumer consumer)
            throws SQLException {
        try (ResultSet rows = session.query("SELECT doc FROM stem_" + tenantId + " WHERE term = ?", stem)) {
            long memory = 0;
            int occurrences = 0;
            while (rows.next()) {
                long next = rows.getLong(1);
                if (next != memory && occurrences > 0) {
                    consumer.accept(memory, occurrences);
                    occurrences = 0;
                }
                memory = next;
                occurrences++;
            }
            if (occurrences > 0) {
                consumer.accept(memory, occurrences);
            }
        }
    }
}
