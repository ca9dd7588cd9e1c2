package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.crds.v1alpha1.user.Scope;
import dev.memoryservice.crds.v1alpha1.user.UserOAuthSpec;
import dev.memoryservice.operator.credential.Credential;
import dev.memoryservice.operator.credential.Digest;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the server is told of one user: a file of its directory of users, which holds hashes and no credential.
 *
 * @param json its text; the same user gives the same text
 * @param revision SHA-256 of the text, by which the server says what it has read
 */
record UserFile(String json, String revision) {

    static UserFile of(MemoryUser user, Credentials credentials) {
        var spec = user.getSpec();
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("name", user.getMetadata().getName());
        file.put("tenant", user.space());
        file.put("scopes", spec.scopes().stream().sorted().map(Scope::label).toList());
        file.put("suspended", spec.suspend());
        credentials.givenApiKey().ifPresent(key -> file.put("keys", key.hashes(credentials.keyEnd(user))));
        credentials.givenPassword().ifPresent(password -> file.put("passwords", hashes(password)));
        spec.credentials()
                .givenOauth()
                .flatMap(oauth -> credentials.givenClientSecret().map(secret -> client(user, oauth, secret)))
                .ifPresent(client -> file.put("oauth", client));
        spec.limits().givenRequestsPerMinute().ifPresent(limit -> file.put("requestsPerMinute", limit));
        spec.limits().givenMaxMemories().ifPresent(limit -> file.put("maxMemories", limit));
        String json = Serialization.asJson(file);
        return new UserFile(json, Digest.sha256(json));
    }

    /** Without ends, which the server knows for keys only: the operator takes a retired one away when it ends. */
    private static List<Map<String, String>> hashes(Credential credential) {
        List<Map<String, String>> hashes = new ArrayList<>();
        credential.lastingHashes().forEach(hash -> hashes.add(Map.of("sha256", hash)));
        credential.retired().forEach(old -> hashes.add(Map.of("sha256", old.sha256())));
        return hashes;
    }

    private static Map<String, Object> client(MemoryUser user, UserOAuthSpec oauth, Credential secret) {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("clientId", user.getMetadata().getName());
        client.put("secrets", hashes(secret));
        client.put("redirectUris", oauth.redirectURIs());
        return client;
    }
}
