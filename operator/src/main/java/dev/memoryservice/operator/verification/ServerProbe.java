package dev.memoryservice.operator.verification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memoryservice.crds.v1alpha1.status.Server;
import jakarta.inject.Singleton;
import java.io.IOException;
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

    private final ServerClient client;

    ServerProbe(ServerClient client) {
        this.client = client;
    }

    public Verification verify(VerificationTarget target) throws InterruptedException {
        try {
            JsonNode health = client.health(target);
            String version = health.path("version").asText("");
            compareHealth(health, target);
            compareBackend(health, target);
            compareVersion(version, target);
            String protocol = client.handshake(target);
            long memories = client.statistics(target.asOperator())
                    .path("total_memories")
                    .asLong();
            return new Verification.Passed(new Server(version, List.of(protocol)), memories);
        } catch (VerificationFailure failure) {
            return failure.outcome();
        } catch (IOException unreachable) {
            return new Verification.Failed(
                    "Unreachable",
                    "%s does not answer (%s); see the Pod's log, and whether a NetworkPolicy keeps the operator out"
                            .formatted(target.url(), describe(unreachable)));
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
            throw new VerificationFailure(
                    "Unhealthy",
                    "%s/api/health/detailed says status \"%s\" instead of \"healthy\"; see the Pod's log"
                            .formatted(target.url(), status));
        }
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
