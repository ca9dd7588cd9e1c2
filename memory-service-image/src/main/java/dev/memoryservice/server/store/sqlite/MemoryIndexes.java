package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.EmbeddedMemory;
import dev.memoryservice.server.memory.EmbeddedMemory.EmbeddedPassage;
import dev.memoryservice.server.memory.EmbeddingBacklog;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryVectors;
import dev.memoryservice.server.memory.UnembeddedMemory;
import dev.memoryservice.server.search.Author;
import dev.memoryservice.server.search.DateWords;
import dev.memoryservice.server.search.Words;
import dev.memoryservice.server.store.sqlite.GroupCommitWriter.Written;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Keeps what searches look at in step with the memories' rows: words, vectors, authors. The part in the database
 * changes in the writer's transaction, the part in memory after its commit.
 */
final class MemoryIndexes {

    /**
     * A text of no more bytes than this fits into the window of every model: a token stands for at least one byte, and
     * the smallest window has 256 tokens, two of them its ends.
     */
    private static final int SURELY_ONE_PASSAGE = 254;

    /** Of a memory that never had a vector: that of no model, which no memory is compared by. */
    static final MemoryVectors WITHOUT_VECTOR =
            new MemoryVectors("", new float[0], OptionalInt.empty(), false, List.of());

    private final String model;
    private final VectorIndex vectors;

    MemoryIndexes(String model, VectorIndex vectors) {
        this.model = model;
        this.vectors = vectors;
    }

    /**
     * Indexes a new memory.
     *
     * @return what to do after the commit
     */
    Runnable add(Session session, Scope scope, long id, Memory memory, float[] embedding) throws SQLException {
        byte[] vector = VectorIndex.toBytes(embedding);
        boolean complete = memory.content().getBytes(StandardCharsets.UTF_8).length <= SURELY_ONE_PASSAGE;
        session.update(
                "INSERT INTO embedding (memory_id, model, vector, complete) VALUES (?, ?, ?, ?)",
                id,
                model,
                vector,
                complete ? 1 : 0);
        int author = Author.key(Author.of(memory.metadata(), memory.content()));
        if (author != 0) {
            session.update("UPDATE memory SET author = ? WHERE id = ?", author, id);
        }
        LexicalIndex.add(session, scope.tenant(), id, memory.content() + '\n' + DateWords.of(memory.createdAt()));
        IndexedMemory indexed = new IndexedMemory(
                id,
                scope.space(),
                MemoryRows.micros(memory.createdAt()),
                Words.count(memory.content()),
                author,
                memory.conversationId()
                        .map(conversation -> IndexedMemory.conversation(scope.space(), conversation))
                        .orElse(0L),
                QuantizedVector.of(embedding));
        TenantVectors tenant = vectors.reserve(scope.tenant());
        return () -> tenant.append(indexed);
    }

    /**
     * Takes a memory out.
     *
     * @return what to do after the commit
     */
    Runnable remove(Session session, Scope scope, long id) throws SQLException {
        LexicalIndex.remove(session, scope.tenant(), id);
        session.update("DELETE FROM embedding WHERE memory_id = ?", id);
        session.update("DELETE FROM passage WHERE memory_id = ?", id);
        return () -> vectors.remove(scope.tenant(), id);
    }

    /** Gives memories the vectors that they lacked; those that are gone meanwhile are left out. */
    Written<Void> embed(Session session, List<EmbeddedMemory> memories) throws SQLException {
        List<Runnable> committed = new ArrayList<>();
        for (EmbeddedMemory memory : memories) {
            long tenant = session.number(
                    -1, "SELECT tenant_id FROM memory WHERE id = ? AND deleted_at IS NULL", memory.key());
            if (tenant >= 0) {
                committed.add(embed(session, tenant, memory));
            }
        }
        return new Written<>(null, () -> committed.forEach(Runnable::run));
    }

    private Runnable embed(Session session, long tenant, EmbeddedMemory memory) throws SQLException {
        long id = memory.key();
        EmbeddedPassage first = memory.passages().getFirst();
        List<EmbeddedPassage> further =
                memory.passages().subList(1, memory.passages().size());
        Object stop = further.isEmpty() ? null : first.stop();
        if (first.vector().isPresent()) {
            session.update(
                    "INSERT INTO embedding (memory_id, model, vector, complete, stop) VALUES (?, ?, ?, 1, ?)"
                            + " ON CONFLICT DO UPDATE SET model = excluded.model, vector = excluded.vector, complete = 1,"
                            + " stop = excluded.stop",
                    id,
                    model,
                    VectorIndex.toBytes(first.vector().get()),
                    stop);
        } else {
            session.update(
                    "UPDATE embedding SET complete = 1, stop = ? WHERE memory_id = ? AND model = ?", stop, id, model);
        }
        session.update("DELETE FROM passage WHERE memory_id = ?", id);
        List<QuantizedVector> quantized = new ArrayList<>();
        for (int i = 0; i < further.size(); i++) {
            float[] vector = further.get(i).vector().orElseThrow();
            session.update(
                    "INSERT INTO passage (memory_id, ordinal, start, stop, model, vector) VALUES (?, ?, ?, ?, ?, ?)",
                    id,
                    i + 1,
                    further.get(i).start(),
                    further.get(i).stop(),
                    model,
                    VectorIndex.toBytes(vector));
            quantized.add(QuantizedVector.of(vector));
        }
        vectors.reservePassages(tenant, quantized.size());
        Optional<QuantizedVector> own = first.vector().map(QuantizedVector::of);
        return () -> vectors.replace(tenant, id, own, quantized);
    }

    /** How many live memories lack vectors of the model. */
    EmbeddingBacklog backlog(Session session) throws SQLException {
        return new EmbeddingBacklog(
                session.number(0, "SELECT sum(memories) FROM space"),
                session.number(
                        0,
                        "SELECT (SELECT count(*) FROM embedding WHERE model < ?1)"
                                + " + (SELECT count(*) FROM embedding WHERE model > ?1)",
                        model),
                session.number(0, "SELECT count(*) FROM embedding WHERE model = ? AND complete = 0", model));
    }

    /** The live memories that lack vectors of the model: first those without any, then long ones without all. */
    List<UnembeddedMemory> unembedded(Session session, int most) throws SQLException {
        List<UnembeddedMemory> memories = new ArrayList<>();
        try (ResultSet rows = session.query(
                "SELECT m.id, m.content, e.model = ?1 FROM ("
                        + "SELECT memory_id, model FROM embedding WHERE model < ?1"
                        + " UNION ALL SELECT memory_id, model FROM embedding WHERE model > ?1"
                        + " UNION ALL SELECT memory_id, model FROM embedding WHERE model = ?1 AND complete = 0) AS e"
                        + " JOIN memory AS m ON m.id = e.memory_id LIMIT ?2",
                model,
                most)) {
            while (rows.next()) {
                memories.add(new UnembeddedMemory(rows.getLong(1), rows.getString(2), rows.getBoolean(3)));
            }
        }
        return memories;
    }
}
