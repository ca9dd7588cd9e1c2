package dev.memoryservice.server.store.sqlite;

import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** No text of a user is ever read as a query language. */
class HybridSearchTest {

    private static final Space SPACE = Space.of("alice");
    private static SqliteMemoryStore store;

    @BeforeContainer
    static void open() throws IOException {
        Path directory = Files.createTempDirectory("search");
        store = new SqliteMemoryStore(
                SqliteOptions.of(directory.resolve("memory.db"), Pragmas.NONE), "test", SampleMemories.DIMENSION);
        store.store(SPACE, memory("heliotrope", "tag"), vectorOf("heliotrope"));
        store.store(SPACE, memory("something else"), vectorOf("something else"));
    }

    @AfterContainer
    static void close() {
        store.close();
    }

    @Property(tries = 500)
    void anyTextCanBeSearchedFor(@ForAll("texts") String text) {
        for (String tag : List.of("tag", text)) {
            MemoryFilter filter = MemoryFilter.byTags(List.of(tag, "x"), TagMatch.ANY);
            store.search(SPACE, new SearchQuery(text, vectorOf("other"), 10, filter));
        }
        assertThat(store.search(SPACE, new SearchQuery("heliotrope " + text, vectorOf("x"), 10, MemoryFilter.NONE)))
                .anyMatch(hit -> hit.memory().content().equals("heliotrope") && hit.score() >= 0.25);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(200),
                Arbitraries.strings()
                        .withChars("\"'()*:^+-{}[]\\,;%_\u0000\uFFFD ")
                        .ofMaxLength(50),
                Arbitraries.of(
                        "NEAR(a b)",
                        "content : x",
                        "a AND",
                        "OR",
                        "NOT a",
                        "\"",
                        "'; DROP TABLE memory; --",
                        "a*",
                        "^a",
                        "{a b} : c",
                        "👩‍👩‍👧‍👦",
                        "\ud800",
                        "x".repeat(10_000),
                        "word ".repeat(2_000),
                        "\u0000",
                        "記憶"));
    }
}
