package dev.memoryservice.server.backup;

import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** The names of backups and restores: a moment in UTC and four random characters, so that they sort by age. */
public final class BackupId {

    /** What a name looks like. */
    public static final String PATTERN = "[0-9]{8}T[0-9]{6}Z-[a-z0-9]{4}";

    private static final Pattern FORM = Pattern.compile(PATTERN);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final int MOMENT_LENGTH = 16;
    private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private BackupId() {}

    /** A new one. */
    public static String of(Instant now) {
        StringBuilder id = new StringBuilder(MOMENT.format(now.atOffset(ZoneOffset.UTC))).append('-');
        for (int i = 0; i < 4; i++) {
            id.append(CHARACTERS.charAt(RANDOM.nextInt(CHARACTERS.length())));
        }
        return id.toString();
    }

    /** Whether a text is one. */
    public static boolean is(String text) {
        if (!FORM.matcher(text).matches()) {
            return false;
        }
        try {
            moment(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** When it was given. */
    static Instant moment(String id) {
        return LocalDateTime.parse(id.substring(0, MOMENT_LENGTH), MOMENT).toInstant(ZoneOffset.UTC);
    }
}
