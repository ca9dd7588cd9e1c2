package dev.memoryservice.server.oauth.http;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of an endpoint.
 *
 * @param headers beside those that the gate sets on everything
 */
public record Answer(int status, Map<String, String> headers, String body) {

    public static Answer json(int status, JsonObject body) {
        return new Answer(status, Map.of("Content-Type", "application/json"), body.encode());
    }

    /** The error of a request, in the shape of RFC 6749, 5.2. */
    public static Answer error(int status, String error, String description) {
        return json(status, new JsonObject().put("error", error).put("error_description", printable(description)));
    }

    /** Sends the browser on, and has it ask with GET. */
    public static Answer redirect(String location) {
        return new Answer(303, Map.of("Location", location), "");
    }

    /** The same answer with another header. */
    public Answer with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Answer(status, all, body);
    }

    /** The characters that RFC 6749 lets into a description. */
    public static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.chars()
                .map(c -> c == '"' ? '\'' : c)
                .map(c -> c < 0x20 || c > 0x7e || c == '\\' ? '?' : c)
                .forEach(c -> printable.append((char) c));
        return printable.toString();
    }
}
