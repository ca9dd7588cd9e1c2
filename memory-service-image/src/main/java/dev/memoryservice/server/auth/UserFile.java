package dev.memoryservice.server.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A user as a file has it. What is wrong with a file is said by the place in it, never by its content, which is about
 * secrets. Fields that are not known are left to newer servers.
 */
final class UserFile {

    /** A name of Kubernetes, which MemoryUsers have: a label or labels with dots. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private static final int MOST_SECRETS = 16;
    private static final int MOST_REDIRECTS = 32;
    private static final int LONGEST_TEXT = 2048;

    private final JsonNode root;

    private UserFile(JsonNode root) {
        this.root = root;
    }

    /**
     * The user of a file.
     *
     * @param name the name that the file says by its own name
     * @throws IOException when the file is broken; the message says where, and nothing of what is in it
     */
    static User parse(String name, byte[] content, ObjectMapper json) throws IOException {
        JsonNode root;
        try {
            root = json.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    e.getLocation() == null
                            ? "is no JSON"
                            : "is no JSON at line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr());
        }
        if (!root.isObject()) {
            throw new IOException("is no JSON object");
        }
        return new UserFile(root).user(name, SecretDigest.sha256(content));
    }

    private User user(String name, String revision) throws IOException {
        if (!name.equals(named("name"))) {
            throw new IOException("name is not the one that the file is called by");
        }
        return new User(
                name,
                named("tenant"),
                scopes(),
                suspended(),
                keys(),
                digests(root.path("passwords"), "passwords"),
                oauth(),
                new Quota(requestsPerMinute(), maxMemories()),
                revision);
    }

    private String named(String field) throws IOException {
        String value = text(root.path(field), field);
        if (!NAME.matcher(value).matches()) {
            throw new IOException(field + " is no name: use lower-case letters, digits, '-' and '.', 253 at most");
        }
        return value;
    }

    private Set<Scope> scopes() throws IOException {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (JsonNode word : list(root.path("scopes"), "scopes", Scope.values().length)) {
            scopes.add(Scope.of(text(word, "scopes"))
                    .orElseThrow(() -> new IOException("scopes has another word than read, write and admin")));
        }
        if (scopes.isEmpty()) {
            throw new IOException("scopes is empty: use read, write or admin");
        }
        return scopes;
    }

    private boolean suspended() throws IOException {
        JsonNode value = root.path("suspended");
        if (!absent(value) && !value.isBoolean()) {
            throw new IOException("suspended is neither true nor false");
        }
        return value.asBoolean(false);
    }

    private List<User.Key> keys() throws IOException {
        List<User.Key> keys = new ArrayList<>();
        for (JsonNode key : list(root.path("keys"), "keys", MOST_SECRETS)) {
            String place = "keys[" + keys.size() + "]";
            keys.add(new User.Key(
                    digest(key.path("sha256"), place + ".sha256"), moment(key.path("notAfter"), place + ".notAfter")));
        }
        return keys;
    }

    private Optional<User.OAuthClient> oauth() throws IOException {
        JsonNode oauth = root.path("oauth");
        if (absent(oauth)) {
            return Optional.empty();
        }
        List<String> redirects = new ArrayList<>();
        for (JsonNode uri : list(oauth.path("redirectUris"), "oauth.redirectUris", MOST_REDIRECTS)) {
            redirects.add(text(uri, "oauth.redirectUris[" + redirects.size() + "]"));
        }
        return Optional.of(new User.OAuthClient(
                text(oauth.path("clientId"), "oauth.clientId"),
                digests(oauth.path("secrets"), "oauth.secrets"),
                List.copyOf(redirects)));
    }

    private OptionalInt requestsPerMinute() throws IOException {
        JsonNode value = root.path("requestsPerMinute");
        if (absent(value)) {
            return OptionalInt.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw new IOException("requestsPerMinute is no whole number from 1");
        }
        return OptionalInt.of(value.intValue());
    }

    private OptionalLong maxMemories() throws IOException {
        JsonNode value = root.path("maxMemories");
        if (absent(value)) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IOException("maxMemories is no whole number from 0");
        }
        return OptionalLong.of(value.longValue());
    }

    private static List<SecretDigest> digests(JsonNode secrets, String place) throws IOException {
        List<SecretDigest> digests = new ArrayList<>();
        for (JsonNode secret : list(secrets, place, MOST_SECRETS)) {
            digests.add(digest(secret.path("sha256"), place + "[" + digests.size() + "].sha256"));
        }
        return List.copyOf(digests);
    }

    private static SecretDigest digest(JsonNode value, String place) throws IOException {
        String hex = text(value, place);
        if (!SecretDigest.isHex(hex)) {
            throw new IOException(place + " is no SHA-256: use 64 hexadecimal digits");
        }
        return SecretDigest.ofHex(hex);
    }

    private static Optional<Instant> moment(JsonNode value, String place) throws IOException {
        if (absent(value)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text(value, place)));
        } catch (DateTimeParseException e) {
            throw new IOException(place + " is no time: use one like 2026-12-01T00:00:00Z");
        }
    }

    private static Iterable<JsonNode> list(JsonNode value, String place, int most) throws IOException {
        if (absent(value)) {
            return List.of();
        }
        if (!value.isArray() || value.size() > most) {
            throw new IOException(place + " is no list of at most " + most);
        }
        return value;
    }

    private static String text(JsonNode value, String place) throws IOException {
        if (value.getNodeType() != JsonNodeType.STRING
                || value.textValue().isBlank()
                || value.textValue().length() > LONGEST_TEXT) {
            throw new IOException(place + " is no text of 1 to " + LONGEST_TEXT + " characters");
        }
        return value.textValue();
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
