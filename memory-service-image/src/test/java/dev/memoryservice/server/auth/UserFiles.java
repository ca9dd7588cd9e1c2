package dev.memoryservice.server.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Files of users, as the operator writes them. */
public final class UserFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private UserFiles() {}

    /** The key of a user that was made here. */
    public static String keyOf(String name) {
        return "key-of-the-user-" + name;
    }

    /** The password of a user that was made here. */
    public static String passwordOf(String name) {
        return "password-of-the-user-" + name;
    }

    /** The secret of the OAuth client that a user has. */
    public static String clientSecretOf(String name) {
        return "secret-of-the-client-of-" + name;
    }

    /** What is kept of a secret. */
    public static Map<String, Object> digest(String secret) {
        return Map.of("sha256", sha256(secret));
    }

    private static String sha256(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fields of a user with a key and a tenant of its own. */
    public static Map<String, Object> user(String name, String... scopes) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("name", name);
        fields.put("tenant", name);
        fields.put("scopes", List.of(scopes));
        fields.put("keys", List.of(digest(keyOf(name))));
        fields.put("passwords", List.of(digest(passwordOf(name))));
        fields.put(
                "oauth",
                Map.of(
                        "clientId",
                        "client-of-" + name,
                        "secrets",
                        List.of(digest(clientSecretOf(name))),
                        "redirectUris",
                        List.of("http://127.0.0.1/callback")));
        return fields;
    }

    /** The same user with a field more, or another one. */
    public static Map<String, Object> with(Map<String, Object> user, String field, Object value) {
        Map<String, Object> fields = new HashMap<>(user);
        fields.put(field, value);
        return fields;
    }

    /** The file's text. */
    public static String text(Map<String, Object> user) {
        try {
            return JSON.writeValueAsString(user);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A directory's files, each by its name. */
    @SafeVarargs
    public static Map<String, String> files(Map<String, Object>... users) {
        Map<String, String> files = new HashMap<>();
        for (Map<String, Object> user : users) {
            files.put(user.get("name") + ".json", text(user));
        }
        return files;
    }

    /** Adds a user to a directory of users, or replaces the one of its name. */
    public static void put(Path directory, Map<String, Object> user) throws IOException {
        Map<String, String> files = new HashMap<>();
        try (Stream<Path> present = Files.list(directory)) {
            for (Path file :
                    present.filter(path -> path.toString().endsWith(".json")).toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        files.putAll(files(user));
        KeyMount.at(directory).write(files);
    }
}
