package dev.memoryservice.operator.verification;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** What a server says about its storage, as a reason for programs and with what to do in Kubernetes. */
enum StorageTrouble {
    FULL(
            "full",
            "StorageFull",
            "searches go on, stores are refused until there is room. Enlarge the volume (spec.backend.sqlite.storage.size,"
                    + " where its storage class allows it), or delete memories"),
    READ_ONLY(
            "read-only",
            "StorageReadOnly",
            "searches go on, stores are refused. Find out in the log of the Pod's node why the volume became read-only,"
                    + " repair it with the Pod stopped (spec.suspend: true), and start it again"),
    DAMAGED(
            "damaged",
            "StorageDamaged",
            "nothing is written any more, what the damage does not touch can still be read. Set the damaged database aside"
                    + " and restore a backup, as docs/faults.md says step by step"),
    SLOW(
            "slow",
            "StorageSlow",
            "stores wait or are refused until the volume is fast again. See what else uses the volume and its node, or take"
                    + " a faster storage class"),
    FAILING(
            "failing",
            "StorageFailing",
            "see the log of the Pod's node for errors of the volume; when it is well again, delete the Pod"),
    GONE("gone", "StorageGone", "when the volume is back, delete the Pod"),
    OTHER("", "Unhealthy", "see the Pod's log");

    private final String problem;
    private final String reason;
    private final String advice;

    StorageTrouble(String problem, String reason, String advice) {
        this.problem = problem;
        this.reason = reason;
        this.advice = advice;
    }

    /** As the end of a verification, from the part {@code storage} of the server's health. */
    static VerificationFailure of(JsonNode storage, String otherwise) {
        StorageTrouble trouble = Stream.of(values())
                .filter(known -> known.problem.equals(storage.path("problem").asText("")))
                .findFirst()
                .orElse(OTHER);
        String words = storage.path("error").asText("");
        String said = words.isEmpty() ? otherwise : "the server says: " + words;
        return new VerificationFailure(trouble.reason, said + "; " + trouble.advice);
    }
}
