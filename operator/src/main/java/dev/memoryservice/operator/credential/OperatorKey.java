package dev.memoryservice.operator.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.operator.server.SecretData;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The key by which the operator, and the Jobs that it makes, administrate one server: accepted in every mode of
 * authentication, and no client's. It is in one Secret and nowhere else; of that the server's Pod mounts {@link #FILE}
 * alone, which holds hashes, and a Job {@link #KEY} alone. {@code toString} says no value.
 *
 * @param request the request to rotate that was carried out last
 */
public record OperatorKey(String request, Credential credential) {

    /** Entry of the Secret: the key. */
    public static final String KEY = "key";

    /** Who the operator is to the server; no MemoryUser can be called so, nor have a space of that name. */
    static final String NAME = "operator.memoryservice.dev";

    /** Entry of the Secret: what the server is told, in the form of a user's file. */
    public static final String FILE = NAME + ".json";

    /** Entry of the Secret: the key with its succession, from which the others are made. */
    private static final String STATE = "credential.json";

    private static final Duration PERIOD = Duration.ofDays(90);

    /** Longer than any Job that was started with the key before. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    private static final ObjectMapper JSON = new ObjectMapper();

    public OperatorKey {
        Objects.requireNonNull(request);
        Objects.requireNonNull(credential);
    }

    /** When the key of a service is replaced: by itself, and together with the other keys of it when that is asked for. */
    public static Rotation rotation(HasMetadata service, Instant now) {
        return new Rotation(Optional.of(PERIOD), OVERLAP, Rotation.request(service), now);
    }

    /** A new one. */
    public static OperatorKey generate(Rotation rotation) {
        return new OperatorKey(rotation.request(), Credential.generate(rotation.now()));
    }

    /** The key of a Secret; empty if it holds none that was made here. */
    public static Optional<OperatorKey> of(Secret secret) {
        return SecretData.entry(secret, STATE).flatMap(OperatorKey::read);
    }

    private static Optional<OperatorKey> read(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, OperatorKey.class));
        } catch (JsonProcessingException notOurs) {
            return Optional.empty();
        }
    }

    /**
     * What becomes of it now.
     *
     * @param nextIsAccepted whether the server accepts the next value already
     */
    public OperatorKey advance(Rotation rotation, boolean nextIsAccepted) {
        // A request during a replacement waits until that is through.
        boolean busy = credential.isBeingReplaced();
        boolean requested = !busy && !rotation.request().equals(request);
        return new OperatorKey(
                busy ? request : rotation.request(), credential.advance(rotation, requested, nextIsAccepted));
    }

    /** The value to send. */
    public String value() {
        return credential.value();
    }

    /** The value that will take its place when the server accepts it; empty while none is to. */
    public Optional<String> next() {
        return Optional.ofNullable(credential.next());
    }

    /** The entries of the Secret. */
    public Map<String, String> entries() {
        try {
            return Map.of(KEY, value(), FILE, file(), STATE, JSON.writeValueAsString(this));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a key is a plain text", impossible);
        }
    }

    private String file() {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("name", NAME);
        file.put("tenant", NAME);
        file.put("scopes", List.of("admin"));
        file.put("keys", credential.hashes(Optional.empty()));
        return Serialization.asJson(file);
    }

    @Override
    public String toString() {
        return "OperatorKey[" + credential + "]";
    }
}
