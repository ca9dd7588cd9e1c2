package dev.memoryservice.server.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

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

    /** Up to so many occurrences of a term are told apart: every word of a conversation, not every one of 100,000 memories. */
    private static final int COUNTED_OCCURRENCES = 1_000;

    private LexicalIndex() {}

    /**
     * What a word of a question is looked up as.
     *
     * @param stem as it stands in the index
     * @param word the word, when the index sees one term in it
     */
    record Term(String stem, Optional<String> word) {}

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

    /** Takes out everything of a tenant at once. */
    static void clear(Session session, long tenantId) throws SQLException {
        session.update("INSERT INTO words_%1$d (words_%1$d) VALUES ('delete-all')".formatted(tenantId));
    }

    static void remove(Session session, long tenantId, long memoryId) throws SQLException {
        session.update("DELETE FROM words_" + tenantId + " WHERE rowid = ?", memoryId);
    }

    /** The different terms that {@code words} are looked up as; each word is letters, digits and marks only. */
    static List<Term> terms(Session session, List<String> words) throws SQLException {
        session.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.question USING fts5 (word, content = '', %s)"
                .formatted(TOKENIZER));
        session.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.question_stem USING fts5vocab (temp, question, instance)");
        Map<String, Term> terms = new LinkedHashMap<>();
        session.begin();
        try {
            session.update(
                    "INSERT INTO temp.question (rowid, word) SELECT key, value FROM json_each(?)", Json.write(words));
            try (ResultSet rows = session.query(
                    "SELECT term, doc, count(*) OVER (PARTITION BY doc) FROM temp.question_stem ORDER BY doc")) {
                while (rows.next()) {
                    String stem = rows.getString(1);
                    boolean wordIsOneTerm = rows.getInt(3) == 1;
                    Term term =
                            new Term(stem, wordIsOneTerm ? Optional.of(words.get(rows.getInt(2))) : Optional.empty());
                    terms.putIfAbsent(stem, term);
                }
            }
        } finally {
            // The question is read out and never kept.
            session.rollback();
        }
        return List.copyOf(terms.values());
    }

    /**
     * Tells the memories of a tenant that contain {@code term}, by ascending id. A term that occurs more than {@link
     * #COUNTED_OCCURRENCES} times is told as occurring once in each: it tells so little that repeating it tells
     * nothing, and its memories come three times as fast. Costs 0.2 microseconds per memory, and less for those that
     * were asked for before.
     */
    static void occurrences(Session session, long tenantId, Term term, CommonStems common, OccurrenceConsumer consumer)
            throws SQLException {
        CommonStems.Ids known = common.known(tenantId, term.stem());
        if (known.size() == 0) {
            boolean counted = term.word().isEmpty();
            String ids = text(
                    session,
                    "SELECT group_concat(doc) FROM (SELECT doc FROM stem_" + tenantId + " WHERE term = ? LIMIT ?)",
                    term.stem(),
                    counted ? -1 : COUNTED_OCCURRENCES + 1);
            if (counted || ids.chars().filter(c -> c == ',').count() < COUNTED_OCCURRENCES) {
                forEachRun(ids, consumer);
                return;
            }
        }
        String added = text(
                session,
                "SELECT group_concat(rowid) FROM words_" + tenantId + " WHERE content MATCH ? AND rowid > ?",
                '"' + term.word().orElseThrow() + '"',
                known.last());
        LongStream.Builder addedIds = LongStream.builder();
        forEachRun(added, (memory, occurrences) -> addedIds.add(memory));
        CommonStems.Ids all =
                common.keep(tenantId, term.stem(), known, addedIds.build().toArray());
        for (int i = 0; i < all.size(); i++) {
            consumer.accept(all.at(i), 1);
        }
    }

    /** One text from the database instead of a row per id: crossing into the driver costs more than the id itself. */
    private static String text(Session session, String sql, Object... parameters) throws SQLException {
        try (ResultSet rows = session.query(sql, parameters)) {
            String text = rows.next() ? rows.getString(1) : null;
            return text == null ? "" : text;
        }
    }

    /** Reads comma separated ids, equal ones next to each other. */
    private static void forEachRun(String ids, OccurrenceConsumer consumer) {
        long memory = 0;
        int occurrences = 0;
        long id = 0;
        for (int i = 0; i <= ids.length(); i++) {
            if (i < ids.length() && ids.charAt(i) != ',') {
                id = 10 * id + (ids.charAt(i) - '0');
            } else {
                if (id != memory && occurrences > 0) {
                    consumer.accept(memory, occurrences);
                    occurrences = 0;
                }
                memory = id;
                occurrences++;
                id = 0;
            }
        }
        if (memory > 0) {
            consumer.accept(memory, occurrences);
        }
    }
}
