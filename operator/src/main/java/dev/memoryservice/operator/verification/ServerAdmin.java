package dev.memoryservice.operator.verification;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The administrative requests that the operator sends to a server. Each blocks until the answer or a time-out. */
@Singleton
public class ServerAdmin {

    private final ServerClient client;

    ServerAdmin(ServerClient client) {
        this.client = client;
    }

    /** The server did not do what it was asked for; the message says why, for people, without a secret. */
    public static final class Refused extends Exception {

        public Refused(String message) {
            super(message);
        }
    }

    /** The users that the server knows, by name. */
    public Map<String, KnownUser> users(VerificationTarget target) throws Refused, InterruptedException {
        JsonNode answer = ask(target, () -> client.users(target.asOperator()));
        Map<String, KnownUser> users = new HashMap<>();
        for (JsonNode user : answer.path("users")) {
            users.put(user.path("name").asText(), known(user));
        }
        return users;
    }

    /**
     * Erases every memory of a space for ever.
     *
     * @return how many there were
     */
    public long erase(VerificationTarget target, String tenant) throws Refused, InterruptedException {
        return ask(target, () -> client.erase(target.asOperator(), tenant))
                .path("deleted")
                .asLong();
    }

    /**
     * Any other administrative request.
     *
     * @param path with the slash at its beginning
     * @throws Refused if there was no answer; one that says no is an answer
     */
    public ServerReply exchange(VerificationTarget target, String method, String path, Optional<JsonNode> body)
            throws Refused, InterruptedException {
        return ask(target, () -> client.exchange(target.asOperator(), method, path, body));
    }

    private static KnownUser known(JsonNode user) {
        return new KnownUser(
                user.path("tenant").asText(),
                text(user.path("revision")),
                user.path("memories").asLong(),
                text(user.path("last_used_at")).flatMap(ServerAdmin::time));
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.ofNullable(value.textValue());
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /** One request. */
    @FunctionalInterface
    private interface Request<T> {
        T send() throws IOException, InterruptedException, VerificationFailure;
    }

    private static <T> T ask(VerificationTarget target, Request<T> request) throws Refused, InterruptedException {
        try {
            return request.send();
        } catch (VerificationFailure failure) {
            throw new Refused(failure.getMessage());
        } catch (IOException unreachable) {
            throw new Refused("%s does not answer (%s); see the Pod's log, and whether a NetworkPolicy keeps the"
                            .formatted(target.url(), ServerProbe.describe(unreachable))
                    + " operator out");
        }
    }
}
