package dev.memoryservice.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void aCursorIsReadAsItWasWritten() {
        Cursor cursor = new Cursor(Instant.parse("1969-12-31T23:59:59.123456Z"), 9_007_199_254_740_993L);

        assertThat(cursor.toString()).matches("[A-Za-z0-9_-]{22}");
        assertThat(Cursor.parse(" " + cursor + " ")).contains(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "AAAA", "!!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void anythingElseIsNone(String text) {
        assertThat(Cursor.parse(text)).isEmpty();
    }
}
