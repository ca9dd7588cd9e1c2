package dev.memoryservice.server.oauth.keys;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.RepeatedReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.stream.Stream;

/** Keys for tests, and those that a server has made. */
public record TestKeys(String kid, RSAPrivateCrtKey key) {

    /** The first key of a directory. */
    public static TestKeys in(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            Path file = files.filter(path -> path.toString().endsWith(".pem"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            return new TestKeys(
                    file.getFileName().toString().replace(".pem", ""), PemKey.privateKey(Files.readString(file)));
        }
    }

    public static KeyPair pair() {
        return pair(2048);
    }

    static KeyPair pair(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new private key, as a file has it. */
    public static String pem() {
        return pem(2048);
    }

    /** The same, of so many bits. */
    public static String pem(int bits) {
        return PemKey.pem((RSAPrivateCrtKey) pair(bits).getPrivate());
    }

    public static RSAPublicKey publicKey(RSAPrivateCrtKey key) {
        return PemKey.publicKey(key);
    }

    /** The keys of a server, read and ready. */
    public static SigningKeys started(ServerConfig config, RepeatedReading repeatedly) {
        SigningKeys keys = new SigningKeys(config, repeatedly);
        keys.start();
        return keys;
    }
}
