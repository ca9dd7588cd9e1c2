package dev.memoryservice.operator.oauth;

import dev.memoryservice.operator.tls.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The keys in the Secret of a server: an entry {@code <kid>.pem} for each, and {@code signing}, the kid of the one that
 * signs. A kid begins with the time at which the key was made, so that their order is their age. {@code toString} says no
 * key.
 *
 * @param pems the private keys as PKCS #8, by their kid
 * @param signing the kid of the key that signs, empty where the Secret does not say
 * @param since since when it signs, as far as that is known
 */
record SigningKeys(NavigableMap<String, String> pems, Optional<String> signing, Optional<Instant> since) {

    /** On the Secret: the kid that signs, an @, and since when. */
    static final String SINCE = "memoryservice.dev/signing-since";

    static final String SIGNING = "signing";

    private static final String SUFFIX = ".pem";
    private static final Pattern KID = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int TIME_LENGTH = "20261121T120000Z".length();

    /** Shorter ones are refused by the server. */
    private static final int SHORTEST = 2048;

    SigningKeys {
        pems = Collections.unmodifiableNavigableMap(new TreeMap<>(pems));
    }

    static SigningKeys none() {
        return new SigningKeys(new TreeMap<>(), Optional.empty(), Optional.empty());
    }

    /** Reads the entries of a Secret; those that are no key of the operator's own are left out. */
    static SigningKeys read(Map<String, String> data, Map<String, String> annotations) {
        NavigableMap<String, String> pems = new TreeMap<>();
        data.forEach((name, encoded) -> {
            if (name.endsWith(SUFFIX) && isKey(name.substring(0, name.length() - SUFFIX.length()), decode(encoded))) {
                pems.put(name.substring(0, name.length() - SUFFIX.length()), decode(encoded));
            }
        });
        Optional<String> signing = Optional.ofNullable(data.get(SIGNING))
                .map(encoded -> decode(encoded).strip())
                .filter(pems::containsKey);
        return new SigningKeys(pems, signing, signing.flatMap(kid -> since(kid, annotations.get(SINCE))));
    }

    private static boolean isKey(String kid, String pem) {
        try {
            return KID.matcher(kid).matches()
                    && made(kid) != null
                    && Pem.privateKey(pem) instanceof RSAKey key
                    && key.getModulus().bitLength() >= SHORTEST;
        } catch (IOException | DateTimeParseException broken) {
            return false;
        }
    }

    private static Optional<Instant> since(String kid, String annotation) {
        try {
            return Optional.ofNullable(annotation)
                    .filter(text -> text.startsWith(kid + "@"))
                    .map(text -> Instant.parse(text.substring(kid.length() + 1)));
        } catch (DateTimeParseException broken) {
            return Optional.empty();
        }
    }

    /** A kid for a key made at that time. */
    static String kid(Instant made, int random) {
        return TIME.format(made) + "-" + "%08x".formatted(random);
    }

    /** When the key was made. */
    static Instant made(String kid) {
        return Instant.from(TIME.parse(kid.substring(0, TIME_LENGTH)));
    }

    /** The entries of the Secret, encoded as the API has them. */
    Map<String, String> entries() {
        Map<String, String> data = new TreeMap<>();
        pems.forEach((kid, pem) -> data.put(kid + SUFFIX, encode(pem)));
        data.put(SIGNING, encode(signing.orElseThrow()));
        return data;
    }

    /** The annotations of the Secret. */
    Map<String, String> annotations() {
        return Map.of(SINCE, signing.orElseThrow() + "@" + since.orElseThrow());
    }

    static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String encoded) {
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SigningKeys" + pems.keySet() + " of which " + signing.orElse("none") + " signs";
    }
}
