package dev.memoryservice.server.auth;

import dev.memoryservice.server.ServerConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Knows the token by which Prometheus reads the metrics: less than a key, which would open the memories as well. It may
 * come and go with its file while the server runs. What cannot be read leaves the last good one in force.
 */
@Singleton
@Priority(400)
public final class MetricsToken implements Authenticator {

    private static final Logger LOG = Logger.getLogger(MetricsToken.class);

    private static final int SHORTEST = 16;

    private final Optional<Path> file;
    private final RepeatedReading repeatedly;
    private volatile Optional<SecretDigest> token = Optional.empty();
    private String lastProblem = "";

    MetricsToken(ServerConfig config, RepeatedReading repeatedly) {
        file = config.metrics().tokenFile();
        this.repeatedly = repeatedly;
    }

    void start(@Observes StartupEvent event) {
        if (file.isPresent()) {
            read();
            repeatedly.start(this::read);
        }
    }

    @Override
    public Verdict judge(String presented) {
        return token.filter(SecretDigest.of(presented)::equals)
                .<Verdict>map(known -> new Verdict.Accepted(Caller.COLLECTOR))
                .orElse(Verdict.UNKNOWN);
    }

    @Override
    public boolean admitsStill(Caller caller) {
        return !caller.equals(Caller.COLLECTOR) || token.isPresent();
    }

    private void read() {
        Path path = file.orElseThrow();
        try {
            String found = KeyDirectory.read(path);
            if (found.length() < SHORTEST) {
                throw new IOException(path + " is shorter than " + SHORTEST + " characters, so it could be guessed");
            }
            token = Optional.of(SecretDigest.of(found));
            lastProblem = "";
        } catch (NoSuchFileException e) {
            token = Optional.empty();
            lastProblem = "";
        } catch (IOException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(lastProblem)) {
                LOG.warnf("The token for the metrics was not read, the one before stays in force: %s", problem);
                lastProblem = problem;
            }
        }
    }
}
