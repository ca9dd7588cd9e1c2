package dev.memoryservice.server.logging;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.RepeatedReading;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Follows a file that says how much is logged, so that it is changed without a restart: lines {@code category=LEVEL}, and
 * {@code root=LEVEL} for everything else. What is not in it any more is as it was at the start.
 *
 * <p>{@code DEBUG} is of the server's own classes only, which never log contents or secrets: frameworks write at that
 * level what clients send.
 */
@Singleton
public final class LogLevels {

    private static final org.jboss.logging.Logger LOG = org.jboss.logging.Logger.getLogger(LogLevels.class);

    private static final String ROOT = "root";
    private static final String OWN = "dev.memoryservice";
    private static final long LONGEST_FILE = 65_536;

    private static final Map<String, Level> LEVELS = Map.of(
            "ERROR", org.jboss.logmanager.Level.ERROR,
            "WARN", org.jboss.logmanager.Level.WARN,
            "INFO", org.jboss.logmanager.Level.INFO,
            "DEBUG", org.jboss.logmanager.Level.DEBUG);

    private final Optional<Path> file;
    private final RepeatedReading repeatedly;

    /** Held, because a logger that nobody holds forgets its level. */
    private final Map<String, Overridden> overridden = new HashMap<>();

    private Map<String, String> applied = Map.of();
    private String lastProblem = "";

    private record Overridden(Logger logger, Optional<Level> before) {}

    LogLevels(ServerConfig config, RepeatedReading repeatedly) {
        file = config.logging().levelsFile();
        this.repeatedly = repeatedly;
    }

    void start(@Observes StartupEvent event) {
        if (file.isPresent()) {
            read();
            repeatedly.start(this::read);
        }
    }

    private void read() {
        try {
            Map<String, String> wanted = wanted(file.orElseThrow());
            if (!wanted.equals(applied)) {
                apply(wanted);
                applied = wanted;
                LOG.infof("Levels of the log: %s", wanted.isEmpty() ? "as at the start" : wanted);
            }
            lastProblem = "";
        } catch (IOException | IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(lastProblem)) {
                LOG.warnf("The levels of the log stay as they are: %s", problem);
                lastProblem = problem;
            }
        }
    }

    private static Map<String, String> wanted(Path file) throws IOException {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            if (Files.size(file) > LONGEST_FILE) {
                throw new IOException(file + " is longer than " + LONGEST_FILE + " bytes, so it says no levels");
            }
            lines.load(reader);
        } catch (NoSuchFileException e) {
            return Map.of();
        }
        Map<String, String> wanted = new TreeMap<>();
        for (String category : lines.stringPropertyNames()) {
            String level = lines.getProperty(category).strip();
            if (!LEVELS.containsKey(level)) {
                throw new IllegalArgumentException(
                        "%s says %s for %s: use ERROR, WARN, INFO or DEBUG".formatted(file, level, category));
            }
            if (!category.equals(ROOT) && !(category + ".").startsWith(OWN + ".")) {
                throw new IllegalArgumentException(
                        "%s names the category %s: use %s or one below it, or %s".formatted(file, category, OWN, ROOT));
            }
            wanted.put(category, level);
        }
        if ("DEBUG".equals(wanted.get(ROOT))) {
            wanted.put(ROOT, "INFO");
            wanted.putIfAbsent(OWN, "DEBUG");
        }
        return wanted;
    }

    private void apply(Map<String, String> wanted) {
        overridden.entrySet().removeIf(entry -> {
            boolean over = !wanted.containsKey(entry.getKey());
            if (over) {
                entry.getValue().logger().setLevel(entry.getValue().before().orElse(null));
            }
            return over;
        });
        wanted.forEach((category, level) ->
                overridden.computeIfAbsent(category, LogLevels::found).logger().setLevel(LEVELS.get(level)));
    }

    private static Overridden found(String category) {
        Logger logger = Logger.getLogger(category.equals(ROOT) ? "" : category);
        return new Overridden(logger, Optional.ofNullable(logger.getLevel()));
    }
}
