package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.EventStream;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.MemoryUserHandle;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two users on one MemoryService and two of the same names on another: nobody sees anything of anybody else's, whatever
 * way it comes out. The server's own tests do the same for every operation that it has.
 */
class IsolationTest {

    @RegisterExtension
    static final TestNamespace LEFT = new TestNamespace();

    @RegisterExtension
    static final TestNamespace RIGHT = new TestNamespace();

    private static List<Person> people = List.of();

    /** A user, with a word that nobody else knows. */
    private record Person(MemoryUserHandle user, MemoryServiceClient client, String secret) {

        static Person of(MemoryServiceHandle service, String name) {
            MemoryUserHandle user = MemoryUserHandle.apply(service, name, "").awaitReady("Loaded");
            return new Person(user, user.connect(), "secret-" + UUID.randomUUID());
        }

        void remember() {
            assertThat(client.store("The door opens with " + secret, "door").status())
                    .isEqualTo(200);
            assertThat(client.upload("door.txt", "How the door opens: say " + secret)
                            .status())
                    .isEqualTo(200);
            Awaitility.await("the document of " + this)
                    .until(() -> client.get("/api/documents/history").text().contains("\"completed\""));
        }

        /** Everything that comes out of the service for this user, by where it comes out. */
        Map<String, String> seen() {
            Map<String, String> seen = new LinkedHashMap<>();
            for (String path : List.of("/api/memories?page_size=100", "/api/documents/history", "/api/profile")) {
                seen.put(path, client.get(path).text());
            }
            seen.put("export", client.export());
            people.forEach(other -> seen.put(
                    "search for " + other.secret(),
                    client.search("door " + other.secret(), 20).text()));
            try (McpSyncClient mcp = client.mcp()) {
                mcp.initialize();
                seen.put(
                        "MCP",
                        mcp.callTool(McpSchema.CallToolRequest.builder("memory_search")
                                        .arguments(Map.of("query", "how does the door open?"))
                                        .build())
                                .toString());
            }
            return seen;
        }

        @Override
        public String toString() {
            return user.name() + " of " + user.service().namespace();
        }
    }

    @BeforeAll
    static void start() {
        List<MemoryServiceHandle> services = Stream.of(LEFT, RIGHT)
                .map(namespace -> MemoryServiceHandle.apply(namespace.name(), "memory", "  deletionPolicy: Delete"))
                .toList();
        people = services.stream()
                .map(MemoryServiceHandle::awaitVerified)
                .flatMap(service -> Stream.of("alice", "bob").map(name -> Person.of(service, name)))
                .toList();
    }

    @AfterAll
    static void close() {
        people.forEach(person -> person.client().close());
    }

    @Test
    void nobodySeesWhatIsSomebodyElses() {
        Map<Person, EventStream> streams = new LinkedHashMap<>();
        people.forEach(person -> streams.put(person, person.client().events()));
        streams.forEach((person, stream) -> Awaitility.await("the stream of " + person)
                .until(() -> stream.received().contains("connection_established")));

        people.forEach(Person::remember);

        for (Person person : people) {
            EventStream stream = streams.get(person);
            Awaitility.await("the events of " + person)
                    .until(() -> stream.received().contains("memory_stored")
                            && stream.received().contains("document_completed"));
            // Before the searches, of which the stream tells with the words that were looked for.
            String heard = stream.received();
            Map<String, String> seen = person.seen();
            seen.put("/api/events", heard);
            assertThat(seen.get("/api/memories?page_size=100")).contains(person.secret());
            assertThat(seen.get("export")).contains(person.secret());
            assertThat(seen.get("MCP")).contains(person.secret());
            people.stream()
                    .filter(other -> !other.equals(person))
                    .forEach(other -> seen.forEach((where, text) -> assertThat(
                                    where.contains(other.secret()) ? text.replace("door " + other.secret(), "") : text)
                            .as("what %s sees of %s in %s", person, other, where)
                            .doesNotContain(other.secret())));
        }
        streams.values().forEach(EventStream::close);
    }

    @Test
    void aKeyOpensNothingOfAnotherService() {
        for (Person person : people) {
            MemoryServiceHandle other = people.stream()
                    .map(candidate -> candidate.user().service())
                    .filter(service -> !service.equals(person.user().service()))
                    .findFirst()
                    .orElseThrow();
            try (MemoryServiceClient stranger = other.connect(person.user().connection("api-key"))) {
                for (String path : List.of("/api/memories", "/api/export", "/api/events", "/api/documents/history")) {
                    assertThat(stranger.get(path).status())
                            .as("%s at %s", person, path)
                            .isEqualTo(403);
                }
                assertThat(stranger.store("said by a stranger").status()).isEqualTo(403);
                assertThat(stranger.upload("stranger.txt", "said by a stranger").status())
                        .isEqualTo(403);
                assertThat(stranger.post(
                                        "/mcp",
                                        Map.of("jsonrpc", "2.0", "id", 1, "method", "tools/list", "params", Map.of()))
                                .status())
                        .isEqualTo(403);
            }
        }
    }
}
