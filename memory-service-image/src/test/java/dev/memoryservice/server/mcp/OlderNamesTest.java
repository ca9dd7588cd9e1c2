package dev.memoryservice.server.mcp;

import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.mcp.McpRequests.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.memory.Memories;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What prompts and configurations that were written for older servers still call. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class OlderNamesTest {

    private static final Path DOCUMENTATION = Path.of("../docs/mcp.md");

    @Inject
    Toolbox toolbox;

    @Test
    void everyOneIsDocumentedAndEveryDocumentedOneIsAnswered() throws IOException {
        String tools = Files.readString(DOCUMENTATION).split("## Resources", 2)[0];
        Set<String> documented = Pattern.compile("`([a-z]+(?:_[a-z]+)+)`")
                .matcher(tools)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(HashSet::new));

        assertThat(documented).containsExactlyInAnyOrderElementsOf(toolbox.names());
    }

    @Test
    void memoriesAreStoredFoundAndDeletedByThem() {
        String content = unique("Told to an old name");
        String tag = unique("old");

        tool("store_memory", Map.of("content", content, "metadata", Map.of("tags", tag, "type", "note")))
                .then()
                .body(json("result.structuredContent.success", equalTo(true)));
        for (String search : List.of("retrieve_memory", "debug_retrieve", "retrieve_with_quality_boost")) {
            tool(search, Map.of("query", content, "n_results", 1))
                    .then()
                    .body(json("result.structuredContent.results[0].content", equalTo(content)))
                    .body(json("result.structuredContent.results[0].memory_type", equalTo("note")));
        }
        tool("exact_match_retrieve", Map.of("content", " " + content.toUpperCase(Locale.ROOT)))
                .then()
                .body(json("result.structuredContent.results[0].content", equalTo(content)));
        tool("exact_match_retrieve", Map.of("content", content + "s"))
                .then()
                .body(json("result.structuredContent.total_found", equalTo(0)));
        tool("search_by_tag", Map.of("tags", List.of(tag)))
                .then()
                .body(json("result.structuredContent.total_found", equalTo(1)));
        tool("list_memories", Map.of("tag", tag)).then().body(json("result.structuredContent.total", equalTo(1)));
        tool("check_database_health", Map.of()).then().body(json("result.isError", equalTo(false)));
        tool("cleanup_duplicates", Map.of()).then().body(json("result.structuredContent.deleted_count", equalTo(0)));
        tool("delete_memory", Map.of("content_hash", Memories.contentHash(content)))
                .then()
                .body(json("result.structuredContent.success", equalTo(true)));
    }

    @Test
    void daysMayBeGivenByTheirDates() {
        String tag = unique("dates");
        String content = unique("Stored today");
        store(content, tag);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        // Both of these days are meant, so that midnight may pass meanwhile.
        Map<String, String> now = Map.of(
                "start_date", today.toString(), "end_date", today.plusDays(1).toString(), "tag", tag);
        Map<String, String> earlier = Map.of(
                "start_date",
                today.minusDays(9).toString(),
                "end_date",
                today.minusDays(2).toString(),
                "tag",
                tag);

        tool("recall_by_timeframe", now)
                .then()
                .body(json("result.structuredContent.results[0].content", equalTo(content)));
        tool("recall_by_timeframe", earlier).then().body(json("result.structuredContent.total_found", equalTo(0)));
        tool("delete_by_timeframe", now).then().body(json("result.content[0].text", containsString("confirm_count=1")));
        tool("delete_by_timeframe", Map.of("tag", tag))
                .then()
                .body(json("result.isError", equalTo(true)))
                .body(json("result.content[0].text", startsWith("start_date: Field required")));
        tool("delete_before_date", Map.of("tag", tag, "before_date", today.toString(), "confirm_count", 0))
                .then()
                .body(json("result.structuredContent.deleted_count", equalTo(0)));
        tool(
                        "delete_before_date",
                        Map.of("tag", tag, "before_date", today.plusDays(2).toString(), "confirm_count", 1))
                .then()
                .body(json("result.structuredContent.deleted_count", equalTo(1)));
    }

    @Test
    void allTagsMustMatchByTheNameThatSaysSo() {
        String tag = unique("both");
        store(unique("Has both"), tag, "second-" + tag);
        store(unique("Has one"), tag);

        tool("delete_by_all_tags", Map.of("tags", List.of(tag, "second-" + tag), "confirm_count", 1))
                .then()
                .body(json("result.structuredContent.deleted_count", equalTo(1)));
        tool("delete_by_tags", Map.of("tags", tag))
                .then()
                .body(json("result.content[0].text", containsString("confirm_count=1")));
    }

    @Test
    void aConversationIsOneMemory() {
        String id = unique("session");
        List<Map<String, String>> turns = List.of(
                Map.of("role", "user", "content", unique("When does the ferry go")),
                Map.of("role", "assistant", "content", "At nine"));

        tool("memory_store_session", Map.of("turns", turns, "session_id", id, "tags", "ferry"))
                .then()
                .body(json("result.structuredContent.success", equalTo(true)))
                .body(json("result.structuredContent.session_id", equalTo(id)))
                .body(json("result.structuredContent.turn_count", equalTo(2)));
        tool("memory_search", Map.of("tags", "session:" + id))
                .then()
                .body(json("result.structuredContent.results[0].memory_type", equalTo("session")));
        tool("memory_store_session", Map.of("turns", List.of(Map.of("role", "user"))))
                .then()
                .body(json("result.isError", equalTo(true)))
                .body(json("result.content[0].text", containsString("content: Field required")));
    }
}
