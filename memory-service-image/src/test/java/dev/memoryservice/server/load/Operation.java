package dev.memoryservice.server.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.benchmark.Texts;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** What a client does. */
enum Operation {
    /**
     * Stores a memory that was never stored before: 19 made-up words and a figure, 36 tokens, which 30 words of English
     * come to. Without the figure some would be near duplicates of others, and not be stored.
     */
    STORE {
        @Override
        HttpRequest.Builder request(Target server, Texts texts) {
            ObjectNode body = JSON.createObjectNode().put("content", texts.text(19) + " " + FIGURES.incrementAndGet());
            body.putArray("tags").add("load");
            return server.request("/api/memories").POST(BodyPublishers.ofString(body.toString()));
        }

        /** One that was not stored is answered with 200 as well. */
        @Override
        boolean done(String answer) {
            return answer.startsWith("{\"success\":true");
        }
    },
    /** Asks a question of eight words. */
    SEARCH {
        @Override
        HttpRequest.Builder request(Target server, Texts texts) {
            ObjectNode body =
                    JSON.createObjectNode().put("query", texts.text(8)).put("n_results", 10);
            return server.request("/api/search").POST(BodyPublishers.ofString(body.toString()));
        }
    },
    /** Lists the ten newest memories. */
    LIST {
        @Override
        HttpRequest.Builder request(Target server, Texts texts) {
            return server.request("/api/memories?page_size=10").GET();
        }
    };

    private static final AtomicInteger FIGURES =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(1_000_000));
    private static final ObjectMapper JSON = new ObjectMapper();

    abstract HttpRequest.Builder request(Target server, Texts texts);

    /** Whether the server did what was asked for, when it answered with 200. */
    boolean done(String answer) {
        return true;
    }
}
