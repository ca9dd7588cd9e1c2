package dev.memoryservice.operator.tls;

import dev.memoryservice.operator.cache.MostRecent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The answers of checks that cost milliseconds and depend on nothing but what is given to them, as those of signatures do:
 * each reconciliation asks the same ones again. Keeps digests and answers only, of the most recently asked ones.
 */
final class RememberedChecks {

    private final Map<ByteBuffer, Boolean> answers;

    /** @param most how many answers are kept */
    RememberedChecks(int most) {
        answers = new MostRecent<>(most);
    }

    /**
     * The answer to a check.
     *
     * @param check asked when the answer is not known; called without a lock, so perhaps twice
     * @param name what is checked
     * @param given everything that the answer depends on
     */
    boolean ask(BooleanSupplier check, String name, byte[]... given) {
        ByteBuffer question = digest(name, given);
        synchronized (answers) {
            Boolean known = answers.get(question);
            if (known != null) {
                return known;
            }
        }
        boolean answer = check.getAsBoolean();
        synchronized (answers) {
            answers.put(question, answer);
        }
        return answer;
    }

    private static ByteBuffer digest(String name, byte[]... given) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            for (byte[] part : given) {
                // With the length, so that no two lists of parts are the same bytes.
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
                digest.update(part);
            }
            return ByteBuffer.wrap(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each Java runtime has SHA-256", impossible);
        }
    }
}
