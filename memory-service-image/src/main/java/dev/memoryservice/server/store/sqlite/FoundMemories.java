package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.SearchHit;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what a search has decided on into hits: reads the rows, the exact vectors and the passages. */
final class FoundMemories {

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String model;

    FoundMemories(String model) {
        this.model = model;
    }

    /**
     * A memory that goes into the answer.
     *
     * @param id its id
     * @param score its final score
     * @param passage which of its passages is nearest to the question, from 0
     */
    record Best(long id, double score, int passage) {}

    /**
     * A passage of a memory, or all of it.
     *
     * @param start where it starts in the content
     * @param stop where it ends; negative for a memory that is one passage
     * @param cosine how near it is to the question
     */
    private record Near(int start, int stop, double cosine) {}

    /** The hits in the order of {@code best}; a memory that was deleted meanwhile is left out. */
    List<SearchHit> hits(Session session, List<Best> best, float[] question) throws SQLException {
        Map<Long, Memory> memories =
                MemoryRows.byId(session, best.stream().map(Best::id).toList());
        Map<Long, Near> near = near(session, best, question);
        List<SearchHit> hits = new ArrayList<>(best.size());
        for (Best one : best) {
            Memory memory = memories.get(one.id());
            if (memory != null) {
                Near passage = near.getOrDefault(one.id(), new Near(0, -1, 0));
                hits.add(new SearchHit(memory, one.score(), passage.cosine(), text(memory, passage)));
            }
        }
        return hits;
    }

    private Map<Long, Near> near(Session session, List<Best> best, float[] question) throws SQLException {
        Map<Long, Near> near = new HashMap<>();
        try (ResultSet rows = session.query(
                // CROSS JOIN and the plus keep to the primary key: an index on the model would be read as a whole.
                "SELECT e.memory_id, e.vector, coalesce(e.stop, -1) FROM json_each(?) AS wanted"
                        + " CROSS JOIN embedding AS e ON e.memory_id = wanted.value WHERE +e.model = ?",
                Json.write(best.stream().map(Best::id).toList()),
                model)) {
            while (rows.next()) {
                near.put(rows.getLong(1), new Near(0, rows.getInt(3), cosine(rows.getBytes(2), question)));
            }
        }
        for (Best one : best) {
            if (one.passage() > 0) {
                try (ResultSet rows = session.query(
                        "SELECT start, stop, vector FROM passage WHERE memory_id = ? AND ordinal = ? AND model = ?",
                        one.id(),
                        one.passage(),
                        model)) {
                    if (rows.next()) {
                        near.put(
                                one.id(), new Near(rows.getInt(1), rows.getInt(2), cosine(rows.getBytes(3), question)));
                    }
                }
            }
        }
        return near;
    }

    private static Optional<String> text(Memory memory, Near passage) {
        return passage.stop() < 0 || passage.stop() > memory.content().length()
                ? Optional.empty()
                : Optional.of(memory.content().substring(passage.start(), passage.stop()));
    }

    private static double cosine(byte[] vector, float[] question) {
        if (vector.length != question.length * Float.BYTES) {
            return 0;
        }
        MemorySegment floats = MemorySegment.ofArray(vector);
        double sum = 0;
        for (int i = 0; i < question.length; i++) {
            sum += floats.getAtIndex(FLOAT, i) * question[i];
        }
        return sum;
    }
}
