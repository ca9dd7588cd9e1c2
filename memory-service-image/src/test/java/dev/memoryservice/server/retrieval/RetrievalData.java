package dev.memoryservice.server.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Memories, and questions with the memories that answer them.
 *
 * @param turns in the order in which they arrived
 * @param questions asked when all turns are there
 */
record RetrievalData(List<Turn> turns, List<Question> questions) {

    /** A memory; the corpus is a set of memories that are searched together. */
    record Turn(
            String id,
            String corpus,
            String content,
            Optional<String> conversation,
            Optional<String> speaker,
            Instant createdAt) {}

    /** A question of a corpus; each of {@code answers} answers it. */
    record Question(String corpus, String text, Set<String> answers) {}

    /**
     * Reads JSON lines: {@code {"id", "content", "corpus"?, "conversation_id"?, "speaker"?, "created_at"?}} for a memory,
     * {@code {"question", "answers": [id, ...], "corpus"?}} for a question.
     */
    static RetrievalData read(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Turn> turns = new ArrayList<>();
        List<Question> questions = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            JsonNode node = json.readTree(line);
            String corpus = node.path("corpus").asText("default");
            if (node.has("question") && node.has("answers")) {
                Set<String> answers = new HashSet<>();
                node.get("answers").forEach(answer -> answers.add(answer.asText()));
                questions.add(new Question(corpus, node.get("question").asText(), answers));
            } else if (node.has("id") && node.has("content")) {
                turns.add(new Turn(
                        node.get("id").asText(),
                        corpus,
                        node.get("content").asText(),
                        text(node, "conversation_id"),
                        text(node, "speaker"),
                        text(node, "created_at").map(Instant::parse).orElse(Instant.EPOCH)));
            } else {
                throw new IllegalArgumentException(file + ", line " + number
                        + ": neither a memory (id, content) nor a question (question, answers)");
            }
        }
        return new RetrievalData(turns, questions);
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(JsonNode::asText);
    }
}
