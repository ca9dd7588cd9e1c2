package dev.memoryservice.operator.credential;

import dev.memoryservice.operator.server.KeyRing;
import dev.memoryservice.operator.server.SecretData;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The generated key of a server and its succession, as the entries of the Secret that the server reads its keys from. The
 * steps are those of a {@link Credential}, but in clear text, which is what the server reads: {@code default} is what
 * clients have, {@code default-next} what they will have, {@code default-until-20261122T080000Z} what they had and may use
 * until then. {@code toString} says no key.
 *
 * @param current what clients have
 * @param issuedAt when they got it
 * @param request the request to rotate that was carried out last
 * @param next what they will have; empty while no replacement is under way
 * @param retired what they had and may still use, by its end
 */
public record ServerKey(
        String current, Instant issuedAt, String request, Optional<String> next, SortedMap<Instant, String> retired) {

    private static final String UNTIL = KeyRing.DEFAULT_NAME + "-until-";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);
    private static final String ISSUED_AT = "memoryservice.dev/key-issued-at";

    /** A new one. */
    public static ServerKey generate(Rotation rotation) {
        return new ServerKey(
                RandomKey.generate(),
                rotation.now().truncatedTo(ChronoUnit.SECONDS),
                rotation.request(),
                Optional.empty(),
                new TreeMap<>());
    }

    /** The key of a Secret; empty if it has none by the name of the generated one. */
    public static Optional<ServerKey> of(Secret secret, Rotation rotation) {
        SortedMap<Instant, String> retired = new TreeMap<>();
        Optional.ofNullable(secret.getData()).orElse(Map.of()).keySet().forEach(name -> end(name)
                .ifPresent(end -> SecretData.entry(secret, name).ifPresent(key -> retired.put(end, key))));
        Map<String, String> annotations =
                Optional.ofNullable(secret.getMetadata().getAnnotations()).orElse(Map.of());
        return SecretData.entry(secret, KeyRing.DEFAULT_NAME)
                .filter(key -> !key.isBlank())
                .map(key -> new ServerKey(
                        key,
                        time(annotations.get(ISSUED_AT))
                                .or(() -> time(secret.getMetadata().getCreationTimestamp()))
                                .orElse(rotation.now()),
                        // A Secret that is older than rotation has carried out whatever was asked for until now.
                        annotations.getOrDefault(
                                Rotation.ANNOTATION, annotations.containsKey(ISSUED_AT) ? "" : rotation.request()),
                        SecretData.entry(secret, KeyRing.NEXT_NAME).filter(RandomKey::hasForm),
                        retired));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> end(String name) {
        try {
            return name.startsWith(UNTIL)
                    ? Optional.of(TIME.parse(name.substring(UNTIL.length()), Instant::from))
                    : Optional.empty();
        } catch (DateTimeException notOurs) {
            return Optional.empty();
        }
    }

    /**
     * What becomes of it now.
     *
     * @param nextIsAccepted whether the server accepts the next key already
     */
    public ServerKey advance(Rotation rotation, boolean nextIsAccepted) {
        SortedMap<Instant, String> accepted = new TreeMap<>(retired.tailMap(rotation.now()));
        accepted.remove(rotation.now());
        if (next.isEmpty()) {
            boolean replace = !request.equals(rotation.request()) || rotation.isDue(issuedAt);
            return new ServerKey(
                    current,
                    issuedAt,
                    rotation.request(),
                    replace ? Optional.of(RandomKey.generate()) : Optional.empty(),
                    accepted);
        }
        if (!nextIsAccepted) {
            return new ServerKey(current, issuedAt, request, next, accepted);
        }
        Instant now = rotation.now().truncatedTo(ChronoUnit.SECONDS);
        if (!rotation.overlap().isZero()) {
            accepted.put(now.plus(rotation.overlap()), current);
        }
        while (accepted.size() > Credential.MOST_RETIRED) {
            accepted.remove(accepted.firstKey());
        }
        return new ServerKey(next.get(), now, request, Optional.empty(), accepted);
    }

    /** The next time at which something happens by itself. */
    public Optional<Instant> nextChange(Rotation rotation) {
        return Stream.concat(rotation.period().map(issuedAt::plus).stream(), retired.keySet().stream())
                .filter(time -> time.isAfter(rotation.now()))
                .min(Instant::compareTo);
    }

    /** The named keys as the server reads them. */
    public Map<String, String> entries() {
        Map<String, String> entries = new TreeMap<>();
        entries.put(KeyRing.DEFAULT_NAME, current);
        next.ifPresent(key -> entries.put(KeyRing.NEXT_NAME, key));
        retired.forEach((end, key) -> entries.put(UNTIL + TIME.format(end), key));
        return entries;
    }

    /** What has to be remembered besides, none of it secret. */
    public Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(ISSUED_AT, issuedAt.toString());
        if (!request.isEmpty()) {
            annotations.put(Rotation.ANNOTATION, request);
        }
        return annotations;
    }

    @Override
    public String toString() {
        return "ServerKey[issued " + issuedAt + ", " + retired.size() + " retired]";
    }
}
