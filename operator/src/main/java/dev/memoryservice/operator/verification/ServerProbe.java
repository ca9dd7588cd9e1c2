package dev.memoryservice.operator.verification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memoryservice.crds.v1alpha1.status.Server;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Uses a server as a client does: asks for its health in detail, completes the MCP handshake, and compares what answered
 * with what was declared. Blocks for at most a few time-outs of five seconds.
 */
@Singleton
public class ServerProbe {

    /** More than the time between question and answer, and than what NTP leaves. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    private final ServerClient client;

    ServerProbe(ServerClient client) {
        this.client = client;
    }

    public Verification verify(VerificationTarget target) throws InterruptedException {
        Optional<VolumeUse> volume = Optional.empty();
        try {
            JsonNode health = client.health(target);
            volume = VolumeUse.in(health);
            String version = health.path("version").asText("");
            compareHealth(health, target);
            compareBackend(health, target);
            compareVersion(version, target);
            compareClock(health);
            String protocol = client.handshake(target);
            long memories = client.statistics(target.asOperator())
                    .path("total_memories")
                    .asLong();
            return new Verification.Passed(new Server(version, List.of(protocol)), memories, volume);
        } catch (VerificationFailure failure) {
            return failure.outcome(volume);
        } catch (IOException unreachable) {
            return new Verification.Failed(
                    "Unreachable",
                    "%s does not answer (%s); see the Pod's log, and whether a NetworkPolicy keeps the operator out"
                            .formatted(target.url(), describe(unreachable)),
                    volume);
        }
    }

    /** Which of the next keys the server accepts; none while it does not answer. */
    public Set<String> acceptedNextKeys(VerificationTarget target) throws InterruptedException {
        Set<String> accepted = new HashSet<>();
        for (String next : target.nextKeys()) {
            try {
                client.health(target.withKey(Optional.of(next)));
                accepted.add(next);
            } catch (VerificationFailure | IOException notYet) {
                // Asked again.
            }
        }
        return Set.copyOf(accepted);
    }

    private static void compareHealth(JsonNode health, VerificationTarget target) throws VerificationFailure {
        String status = health.path("status").asText("");
        if (!status.equals("healthy")) {
            throw StorageTrouble.of(
                    health.path("storage"),
                    "%s/api/health/detailed says status \"%s\" instead of \"healthy\"".formatted(target.url(), status));
        }
    }

    /** Dates of memories, the life of tokens and what is purged when all follow the server's clock. */
    private static void compareClock(JsonNode health) throws VerificationFailure {
        String timestamp = health.path("timestamp").asText("");
        if (timestamp.isEmpty()) {
            return;
        }
        Duration ahead = Duration.between(Instant.now(), Instant.parse(timestamp));
        if (ahead.abs().compareTo(CLOCK_TOLERANCE) > 0) {
            throw new VerificationFailure(
                    "ClockDiffers",
                    "the server's clock is %s the operator's; set the clocks of their nodes (NTP): the dates of memories"
                                    .formatted(difference(ahead))
                            + " and the life of tokens follow the server's clock");
        }
    }

    private static String difference(Duration ahead) {
        // In whole minutes, or each look would find another difference.
        Duration by = ahead.abs().plusSeconds(30);
        return "%d h %d min %s".formatted(by.toHours(), by.toMinutesPart(), ahead.isNegative() ? "behind" : "ahead of");
    }

    /** The server may name a variant, such as sqlite-vec. */
    private static void compareBackend(JsonNode health, VerificationTarget target) throws VerificationFailure {
        String backend = health.path("storage").path("backend").asText("");
        if (!backend.toLowerCase(Locale.ROOT).startsWith(target.backend().toLowerCase(Locale.ROOT))) {
            throw new VerificationFailure(
                    "BackendMismatch",
                    "the server keeps memories in \"%s\", but spec.backend.type is %s; see which environment variables"
                                    .formatted(backend, target.backend())
                            + " spec.podTemplate.env sets, and whether the image is one of this operator");
        }
    }

    private static void compareVersion(String version, VerificationTarget target) throws VerificationFailure {
        if (target.version().filter(expected -> !expected.equals(version)).isPresent()) {
            throw new VerificationFailure(
                    "VersionMismatch",
                    "the server says it is version \"%s\", expected was \"%s\"; see which image the Pod runs"
                            .formatted(version, target.version().orElse("")));
        }
    }

    static String describe(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
