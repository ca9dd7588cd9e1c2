package dev.memoryservice.operator.verification;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to verify. Another target is another question: it is asked at once.
 *
 * @param url where the server answers, without a slash at the end
 * @param authority what the server's certificate has to lead to, PEM; empty for the authorities that everyone trusts
 * @param key the key to use as clients do, empty if none is needed
 * @param operatorKey the key to administrate the server with, empty if none is needed
 * @param nextKeys the keys that will be used when the server accepts them
 * @param backend the declared backend
 * @param version the expected version, empty if none is expected
 * @param revision changes with every Pod that serves
 */
public record VerificationTarget(
        String url,
        Optional<String> authority,
        Optional<String> key,
        Optional<String> operatorKey,
        Set<String> nextKeys,
        String backend,
        Optional<String> version,
        String revision) {

    String mcpUrl() {
        return url + "/mcp";
    }

    /** The same with the operator's key in place of the clients'. */
    VerificationTarget asOperator() {
        return withKey(operatorKey);
    }

    /** The same with another key in place of the clients'. */
    VerificationTarget withKey(Optional<String> other) {
        return new VerificationTarget(url, authority, other, operatorKey, nextKeys, backend, version, revision);
    }

    /** The revision of these Pods. */
    public static String revision(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> pod.getMetadata().getUid())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** Without the keys, which must not reach a log. */
    @Override
    public String toString() {
        return url + " " + revision;
    }
}
