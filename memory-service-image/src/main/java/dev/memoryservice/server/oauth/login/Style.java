package dev.memoryservice.server.oauth.login;

import dev.memoryservice.server.oauth.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The style sheet of the pages. */
public final class Style {

    private static final String FILE = "/oauth/style.css";

    private Style() {}

    public static Answer answer() {
        try (InputStream file = Style.class.getResourceAsStream(FILE)) {
            return new Answer(
                    200,
                    Map.of("Content-Type", "text/css; charset=utf-8", "Cache-Control", "max-age=3600"),
                    new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
