package dev.memoryservice.operator.verification;

import java.util.Optional;

/**
 * What to verify. Another target is another question: it is asked at once.
 *
 * @param url where the server answers, without a slash at the end
 * @param authority what the server's certificate has to lead to, PEM; empty for the authorities that everyone trusts
 * @param key the key to use, empty if none is needed
 * @param nextKey the key that will be used when the server accepts it; empty while none is to be
 * @param backend the declared backend
 * @param version the expected version, empty if none is expected
 * @param revision changes with every Pod that serves
 */
public record VerificationTarget(
        String url,
        Optional<String> authority,
        Optional<String> key,
        Optional<String> nextKey,
        String backend,
        Optional<String> version,
        String revision) {

    String mcpUrl() {
        return url + "/mcp";
    }

    /** The same with the next key in place of the key. */
    VerificationTarget withNextKey() {
        return new VerificationTarget(url, authority, nextKey, Optional.empty(), backend, version, revision);
    }

    /** Without the keys, which must not reach a log. */
    @Override
    public String toString() {
        return url + " " + revision;
    }
}
