package dev.memoryservice.operator.verification;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a server answered to an administrative request.
 *
 * @param status of HTTP
 * @param later whether the server says that the same may be asked again later
 * @param body JSON; the text itself where it is none
 * @param request method and path, for messages
 */
public record ServerReply(int status, boolean later, JsonNode body, String request) {

    private static final int FIRST_CLIENT_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int INSUFFICIENT_STORAGE = 507;

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public boolean isNotFound() {
        return status == NOT_FOUND;
    }

    /**
     * Whether asking again may lead to another answer: the server is busy, does not know the key yet, or has a fault. An
     * {@link #isOfUnusablePlace() unusable place} is none of these.
     */
    public boolean mayChange() {
        if (isOfUnusablePlace()) {
            return false;
        }
        return later
                || status >= FIRST_SERVER_ERROR
                || status == UNAUTHENTICATED
                || status == FORBIDDEN
                || status == TOO_MANY_REQUESTS;
    }

    /** Whether the place of the backups is full or refuses, about which somebody has to do something, or is away. */
    public boolean isOfUnusablePlace() {
        return status == INSUFFICIENT_STORAGE;
    }

    /** Why it was not done, in the server's words (RFC 9457), for people. */
    public String problem() {
        return Stream.of("detail", "message", "error", "title")
                .map(field -> body.path(field).asText(""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .or(() -> Optional.of(body.asText("")).filter(text -> !text.isBlank()))
                .orElseGet(() -> "%s was answered with %d%s"
                        .formatted(request, status, status < FIRST_CLIENT_ERROR ? "" : ", without a reason"));
    }
}
