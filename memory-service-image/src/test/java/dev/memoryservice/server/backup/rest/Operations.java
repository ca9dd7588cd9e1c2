package dev.memoryservice.server.backup.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.tree;
import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.Map;

/** Backups and restores are begun by a request, and end by themselves. */
public final class Operations {

    private Operations() {}

    /** What became of the one at this path. */
    public static JsonNode ended(String path) {
        return await().until(() -> tree(client().get(path)), state -> !"Running"
                .equals(state.path("state").asText()));
    }

    /** A backup that has succeeded. */
    public static JsonNode backUp() {
        Response begun = sending(Map.of()).post("/api/admin/backups");
        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(202);
        JsonNode backup = ended("/api/admin/backups/" + at(begun, "id"));
        assertThat(backup.get("state").asText()).as(backup.toPrettyString()).isEqualTo("Succeeded");
        return backup;
    }
}
