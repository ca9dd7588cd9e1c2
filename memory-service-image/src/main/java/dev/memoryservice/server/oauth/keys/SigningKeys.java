package dev.memoryservice.server.oauth.keys;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.RepeatedReading;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The keys of the built-in authorization server: of the mounted directory, which is read again every few seconds, or of
 * the environment, or else of a directory beside the database, where the first start makes one. A reading that fails
 * leaves the last good keys in force.
 */
@Singleton
public final class SigningKeys {

    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final String OWN_DIRECTORY = "oauth-keys";

    private final ServerConfig.OAuth config;
    private final Path database;
    private final RepeatedReading repeatedly;
    private Optional<KeyFiles> files = Optional.empty();
    private volatile Optional<TokenKeys> keys = Optional.empty();
    private String lastProblem = "";

    SigningKeys(ServerConfig config, RepeatedReading repeatedly) {
        this.config = config.oauth();
        this.database = config.sqlite().path();
        this.repeatedly = repeatedly;
    }

    /**
     * Reads the keys, before the first of them is needed.
     *
     * @throws ConfigurationException when there are none, with the reason
     */
    public void start() {
        try {
            keys = Optional.of(first());
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigurationException("The OAuth signing keys cannot be used: " + e.getMessage());
        }
        LOG.infof("OAuth signing keys: %s", current().description());
        if (files.isPresent()) {
            repeatedly.start(this::readAgain);
        }
    }

    /** The keys as they are now. */
    public TokenKeys current() {
        return keys.orElseThrow(() -> new IllegalStateException("The keys are read before the first request"));
    }

    private TokenKeys first() throws IOException, GeneralSecurityException {
        Optional<String> pem = config.privateKey().filter(text -> !text.isBlank());
        Optional<String> secret = config.secretKey().filter(text -> !text.isBlank());
        if (config.keysDirectory().isPresent()) {
            files = config.keysDirectory().map(KeyFiles::new);
            return files.get().read();
        }
        if (pem.isPresent()) {
            return ofEnvironment(pem.get());
        }
        if (secret.isPresent()) {
            return ofSecret(secret.get());
        }
        KeyFiles own = new KeyFiles(database.toAbsolutePath().resolveSibling(OWN_DIRECTORY));
        own.makeFirst();
        files = Optional.of(own);
        return own.read();
    }

    private TokenKeys ofEnvironment(String pem) throws IOException, GeneralSecurityException {
        String name = "memory-service.oauth.private-key (MCP_OAUTH_PRIVATE_KEY) ";
        RSAPrivateCrtKey key;
        try {
            key = PemKey.privateKey(pem);
        } catch (IOException e) {
            throw new IOException(name + e.getMessage(), e);
        }
        Optional<String> open = config.publicKey().filter(text -> !text.isBlank());
        if (open.isPresent() && !PemKey.publicKey(open.get()).getModulus().equals(key.getModulus())) {
            throw new IOException(name + "and memory-service.oauth.public-key (MCP_OAUTH_PUBLIC_KEY) are not of one"
                    + " pair: renew both, or leave out the second");
        }
        String kid = KeyFiles.kid(key);
        return new RsaKeys(kid, Map.of(kid, key));
    }

    private static TokenKeys ofSecret(String secret) throws IOException {
        if (secret.length() < SharedSecret.SHORTEST_BYTES) {
            throw new IOException("memory-service.oauth.secret-key (MCP_OAUTH_SECRET_KEY) has " + secret.length()
                    + " characters: use at least " + SharedSecret.SHORTEST_BYTES + ", at random");
        }
        return new SharedSecret(secret);
    }

    private void readAgain() {
        try {
            TokenKeys now = files.orElseThrow().read();
            if (!now.jwks().equals(current().jwks())
                    || !now.description().equals(current().description())) {
                LOG.infof(
                        "OAuth signing keys changed: %s, before %s",
                        now.description(), current().description());
                keys = Optional.of(now);
            }
            lastProblem = "";
        } catch (IOException e) {
            if (!lastProblem.equals(e.getMessage())) {
                LOG.warnf(
                        "The OAuth signing keys could not be read again, those before stay in force: %s",
                        e.getMessage());
                lastProblem = String.valueOf(e.getMessage());
            }
        }
    }
}
