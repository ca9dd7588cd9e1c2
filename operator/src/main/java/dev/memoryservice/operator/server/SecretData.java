package dev.memoryservice.operator.server;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The entries of a Secret as texts. */
public final class SecretData {

    private SecretData() {}

    /** The entry, empty if there is none of the name. */
    public static Optional<String> entry(Secret secret, String name) {
        return Optional.ofNullable(secret.getData()).map(data -> data.get(name)).map(SecretData::decode);
    }

    /** Texts as the data of a Secret. */
    public static Map<String, String> of(Map<String, String> texts) {
        Map<String, String> data = new TreeMap<>();
        texts.forEach((name, text) -> data.put(name, encode(text)));
        return data;
    }

    /** The text of an entry as the API has it. */
    public static String decode(String encoded) {
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
