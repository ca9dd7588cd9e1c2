package dev.memoryservice.server.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.benchmark.Texts;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;

/** What a client does. */
enum Operation {
    /** Stores a memory of 30 words that was never stored before. */
    STORE {
        @Override
        HttpRequest.Builder request(Target server, Texts texts) {
            ObjectNode body = JSON.createObjectNode().put("content", texts.text(30) + " " + UUID.randomUUID());
            body.putArray("tags").add("load");
            return server.request("/api/memories").POST(BodyPublishers.ofString(body.toString()));
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

    private static final ObjectMapper JSON = new ObjectMapper();

    abstract HttpRequest.Builder request(Target server, Texts texts);
}
