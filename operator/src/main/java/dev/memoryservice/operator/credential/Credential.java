package dev.memoryservice.operator.credential;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One generated secret value and its succession.
 *
 * <p>A replacement goes in two steps, so that no request is lost: first the server learns the next value; only when it
 * accepts that one, clients get it, and the one before is retired and ends after the overlap. {@code toString} says no
 * value.
 *
 * @param value what clients have
 * @param issuedAt when they got it, in RFC 3339
 * @param next what they will have; null while no replacement is under way
 * @param retired what they had and may still use
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Credential(String value, String issuedAt, String next, List<Retired> retired) {

    /** Values that were replaced and are still accepted; with more than this at once, the oldest ends early. */
    static final int MOST_RETIRED = 8;

    /**
     * A value that was replaced, of which only the hash is kept.
     *
     * @param sha256 its hash
     * @param notAfter when it ends, in RFC 3339
     */
    public record Retired(String sha256, String notAfter) {

        /** When it ends. */
        public Instant end() {
            return Instant.parse(notAfter);
        }
    }

    public Credential {
        retired = retired == null ? List.of() : List.copyOf(retired);
        if (!RandomKey.hasForm(value) || (next != null && !RandomKey.hasForm(next))) {
            throw new IllegalArgumentException("not a value that was generated here");
        }
        Instant.parse(issuedAt);
        retired.forEach(Retired::end);
    }

    /** A new one. */
    public static Credential generate(Instant now) {
        return new Credential(RandomKey.generate(), seconds(now), null, List.of());
    }

    /**
     * What becomes of it now.
     *
     * @param requested whether a replacement is asked for besides the period
     * @param nextIsAccepted whether the server accepts the next value already
     */
    public Credential advance(Rotation rotation, boolean requested, boolean nextIsAccepted) {
        List<Retired> accepted = retired.stream()
                .filter(old -> old.end().isAfter(rotation.now()))
                .toList();
        if (next != null) {
            return nextIsAccepted ? replaced(accepted, rotation) : new Credential(value, issuedAt, next, accepted);
        }
        boolean replace = requested || rotation.isDue(issued());
        return new Credential(value, issuedAt, replace ? RandomKey.generate() : null, accepted);
    }

    private Credential replaced(List<Retired> accepted, Rotation rotation) {
        List<Retired> all = new ArrayList<>(accepted);
        if (!rotation.overlap().isZero()) {
            all.add(new Retired(Digest.sha256(value), seconds(rotation.now().plus(rotation.overlap()))));
        }
        return new Credential(
                next, seconds(rotation.now()), null, all.subList(Math.max(0, all.size() - MOST_RETIRED), all.size()));
    }

    /** When clients got the value. */
    public Instant issued() {
        return Instant.parse(issuedAt);
    }

    /** Whether a next value waits until the server accepts it. */
    @JsonIgnore
    public boolean isBeingReplaced() {
        return next != null;
    }

    /** Hashes of the values without an end of their own: what clients have, and what they will have. */
    @JsonIgnore
    public List<String> lastingHashes() {
        return Stream.of(Optional.of(value), Optional.ofNullable(next))
                .flatMap(Optional::stream)
                .map(Digest::sha256)
                .toList();
    }

    /**
     * What the server is told of the values: their hashes, as {@code keys} of a user's file have them.
     *
     * @param end when the values end that have none of their own; empty for never
     */
    @JsonIgnore
    public List<Map<String, String>> hashes(Optional<Instant> end) {
        return Stream.concat(
                        lastingHashes().stream().map(hash -> entry(hash, end.map(Instant::toString))),
                        retired.stream().map(old -> entry(old.sha256(), Optional.of(old.notAfter()))))
                .toList();
    }

    private static Map<String, String> entry(String hash, Optional<String> notAfter) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("sha256", hash);
        notAfter.ifPresent(end -> entry.put("notAfter", end));
        return entry;
    }

    /** When the last retired value ends. */
    @JsonIgnore
    public Optional<Instant> lastRetiredEnd() {
        return retired.stream().map(Retired::end).max(Instant::compareTo);
    }

    /** When the first retired value ends. */
    @JsonIgnore
    public Optional<Instant> firstRetiredEnd() {
        return retired.stream().map(Retired::end).min(Instant::compareTo);
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public String toString() {
        return "Credential[issued " + issuedAt + ", " + retired.size() + " retired]";
    }
}
