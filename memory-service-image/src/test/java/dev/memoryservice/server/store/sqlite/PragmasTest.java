package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PragmasTest {

    @Test
    void listsAreReadInOrder() {
        assertThat(Pragmas.parse(" busy_timeout=15000 , CACHE_SIZE = -64000,journal_mode=WAL")
                        .values())
                .containsExactly(
                        Map.entry("busy_timeout", "15000"),
                        Map.entry("cache_size", "-64000"),
                        Map.entry("journal_mode", "wal"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void nothingMeansNoTuning(String text) {
        assertThat(Pragmas.parse(text)).isEqualTo(Pragmas.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "synchronous=off | synchronous=off | power cut",
                "synchronous=normal | synchronous=normal | power cut",
                "journal_mode=memory | journal_mode=memory | wal",
                "writable_schema=1 | 'writable_schema' | allowed are busy_timeout, cache_size",
                "cache_size=1; DROP TABLE memory | cache_size | pages",
                "cache_size=99999999999999999999 | cache_size | pages",
                "mmap_size=-1 | mmap_size=-1 | bytes",
                "cache_size | 'cache_size' | name=value",
                "cache_size=1,cache_size=2 | 'cache_size' | twice",
                "cache_size=1, | '' | name=value",
            })
    void whatIsNotAllowedIsRefusedWithWhatIs(String text, String culprit, String allowed) {
        assertThatThrownBy(() -> Pragmas.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(culprit)
                .hasMessageContaining(allowed);
    }
}
