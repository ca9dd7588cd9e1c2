package dev.memoryservice.server.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.benchmark.Texts;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** What a client does. */
enum Operation {
    /** Stores a memory that was never stored before: 20 made-up words, 36 tokens, which 30 words of English come to. */
    STORE {
        @Override
        HttpRequest.Builder request(Target server, Texts texts) {
            ObjectNode body = JSON.createObjectNode().put("content", texts.text(20));
            body.putArray("tags").add("load");
            return server.request("/api/memories").POST(BodyPublishers.ofString(body.toString()));
        }

        /** One that is nearly the same as another is answered with 200 as well, and not stored. */
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

    private static final ObjectMapper JSON = new ObjectMapper();

    abstract HttpRequest.Builder request(Target server, Texts texts);

    /** Whether the server did what was asked for, when it answered with 200. */
    boolean done(String answer) {
        return true;
    }
}
