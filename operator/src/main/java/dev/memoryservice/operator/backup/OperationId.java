package dev.memoryservice.operator.backup;

import dev.memoryservice.operator.credential.Digest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Ids of backups and restores that the operator asks for. They follow from the object, so that asking twice, after a
 * restart of the operator for example, is asking for the same.
 */
public final class OperationId {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final int CHARACTERS = 4;

    /** How often something that was interrupted is asked for. */
    public static final int MOST_ATTEMPTS = 3;

    private OperationId() {}

    /**
     * Of an object that stands for one backup or restore.
     *
     * @param attempt 0 for the first; a server that is stopped in the middle has done nothing, and is asked again
     */
    public static String of(HasMetadata object, int attempt) {
        String uid = object.getMetadata().getUid();
        return of(Instant.parse(object.getMetadata().getCreationTimestamp()), attempt == 0 ? uid : uid + "/" + attempt);
    }

    /** Whether something ended because the server was stopped in the middle, in which it changed nothing. */
    public static boolean wasInterrupted(String message) {
        return message.toLowerCase(Locale.ROOT).contains("interrupted");
    }

    /** Of something that was begun at this time. */
    public static String of(Instant begun, String uid) {
        String digits = new BigInteger(Digest.sha256(uid), 16).toString(36);
        return MOMENT.format(begun.atOffset(ZoneOffset.UTC)) + "-" + digits.substring(digits.length() - CHARACTERS);
    }
}
