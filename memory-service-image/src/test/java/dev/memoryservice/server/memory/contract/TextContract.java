package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts of every script come back unchanged. */
public abstract class TextContract extends StoreContract {

    @Test
    void textOfAnyScriptComesBackUnchanged() {
        List<String> texts = List.of(
                "Zażółć gęślą jaźń",
                "記憶は大切です",
                "ذاكرة",
                "👩‍👩‍👧‍👦 family 🇪🇺",
                "a\u0000b",
                "tab\tline\n'; DROP TABLE memory; --");

        texts.forEach(text -> put(memory(text, text)));

        for (String text : texts) {
            Memory found = store().find(SPACE, hashOf(text)).orElseThrow();
            assertThat(found.content()).isEqualTo(text);
            assertThat(found.tags()).containsExactly(text);
            assertThat(listed(SPACE, MemoryFilter.byTags(List.of(text), TagMatch.ANY)))
                    .containsExactly(text);
        }
    }
}
