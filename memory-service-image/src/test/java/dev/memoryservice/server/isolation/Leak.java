package dev.memoryservice.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** Looks for what belongs to somebody else. */
final class Leak {

    private Leak() {}

    /**
     * That an answer tells no secret of somebody, and no content hash but one that was in the request itself.
     *
     * @param asked what the request said
     */
    static void none(String what, Person of, String asked, byte[] answer) {
        String text = text(answer);
        assertThat(text).as("%s tells a secret; asked for %s", what, asked).doesNotContain(of.secret());
        for (String hash : of.hashes()) {
            if (!asked.contains(hash)) {
                assertThat(text)
                        .as("%s tells a content hash; asked for %s", what, asked)
                        .doesNotContain(hash);
            }
        }
    }

    static void none(String what, Person of, String asked, String answer) {
        none(what, of, asked, answer.getBytes(StandardCharsets.UTF_8));
    }

    /** As text, out of its compression if it has one. */
    static String text(byte[] answer) {
        boolean compressed = answer.length > 2 && (answer[0] & 0xff) == 0x1f && (answer[1] & 0xff) == 0x8b;
        if (!compressed) {
            return new String(answer, StandardCharsets.UTF_8);
        }
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(answer))) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
