package dev.memoryservice.operator.backup;

import dev.memoryservice.operator.credential.Digest;
import dev.memoryservice.operator.verification.ServerReply;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Ids of backups and restores that the operator asks for. They follow from the object, so that asking twice, after a
 * restart of the operator for example, is asking for the same.
 */
public final class OperationId {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final int CHARACTERS = 4;

    /** How often something that was interrupted is asked for. */
    private static final int MOST_ATTEMPTS = 3;

    /** As long as a Secret that was made together with the object takes to reach the server, and a little more. */
    private static final Duration YOUNG = Duration.ofSeconds(20);

    /** As long as an object store may be away, for a restart or a move to other machines. */
    private static final Duration AWAY = Duration.ofMinutes(10);

    private static final int MOMENT_LENGTH = "20261121T030000Z".length();

    private OperationId() {}

    /** Of the object that stands for one backup or restore. */
    public static String of(HasMetadata object) {
        return attempts(object).getFirst();
    }

    /** Of the first attempt and of those after it: a server that is stopped in the middle has done nothing. */
    public static List<String> attempts(HasMetadata object) {
        return attempts(
                Instant.parse(object.getMetadata().getCreationTimestamp()),
                object.getMetadata().getUid());
    }

    /** Of attempts at something that was begun at this time. */
    public static List<String> attempts(Instant begun, String what) {
        return IntStream.range(0, MOST_ATTEMPTS)
                .mapToObj(attempt -> of(begun, attempt == 0 ? what : what + "/" + attempt))
                .toList();
    }

    /**
     * Whether what a server answered to a request for this is not its last word: it may change by itself; or the place of the
     * backups is away, though not for long yet, or refuses because the credentials for it have not got there yet.
     */
    public static boolean mayChange(ServerReply reply, String id, Instant now) {
        return reply.isOfUnusablePlace()
                ? now.isBefore(moment(id).plus(reply.later() ? AWAY : YOUNG))
                : reply.mayChange();
    }

    private static Instant moment(String id) {
        return LocalDateTime.parse(id.substring(0, MOMENT_LENGTH), MOMENT).toInstant(ZoneOffset.UTC);
    }

    /** Whether something ended because the server was stopped in the middle, in which it changed nothing. */
    public static boolean wasInterrupted(String message) {
        return message.toLowerCase(Locale.ROOT).contains("interrupted");
    }

    private static String of(Instant begun, String uid) {
        String digits = new BigInteger(Digest.sha256(uid), 16).toString(36);
        return MOMENT.format(begun.atOffset(ZoneOffset.UTC)) + "-" + digits.substring(digits.length() - CHARACTERS);
    }
}
