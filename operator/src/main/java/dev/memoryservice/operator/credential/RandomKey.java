package dev.memoryservice.operator.credential;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Keys, client secrets and passwords that the operator makes: 256 random bits as 43 characters of base64url. */
public final class RandomKey {

    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomKey() {}

    public static String generate() {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    /** Whether the text could have come from here. */
    public static boolean hasForm(String text) {
        return FORM.matcher(text).matches();
    }
}
