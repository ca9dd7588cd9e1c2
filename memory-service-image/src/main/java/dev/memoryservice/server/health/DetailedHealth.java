package dev.memoryservice.server.health;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.backup.Restores;
import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreStatistics;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.reembedding.Reembedding;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Looks at every part of the server and reports. */
@Singleton
public final class DetailedHealth {

    /** What existing clients call the backends; they look for these words. */
    private static final Map<String, String> COMPATIBLE_NAMES = Map.of("SQLite", "sqlite-vec");

    private static final double MEBIBYTE = 1024.0 * 1024.0;
    private static final double PERCENT = 100.0;

    private final MemoryStore store;
    private final Embedder embedder;
    private final Readiness readiness;
    private final Reembedding reembedding;
    private final Restores restores;
    private final String version;
    private final Path data;

    DetailedHealth(
            MemoryStore store,
            Embedder embedder,
            Readiness readiness,
            Reembedding reembedding,
            Restores restores,
            @ConfigProperty(name = "quarkus.application.version") String version,
            ServerConfig config) {
        this.store = store;
        this.embedder = embedder;
        this.readiness = readiness;
        this.reembedding = reembedding;
        this.restores = restores;
        this.version = version;
        this.data = config.sqlite().path().toAbsolutePath();
    }

    /**
     * Everything that is known now. Blocks for up to a second when the store does not answer.
     *
     * @param tenant whose memories are counted
     */
    public HealthReport report(String tenant) {
        Optional<Trouble> trouble = readiness.trouble();
        StoreStatistics statistics = new StoreStatistics(0, 0, 0);
        long size = 0;
        if (trouble.map(Trouble::readable).orElse(true)) {
            try {
                statistics = store.statistics(new Space(tenant, Space.ALL_STORES));
                size = store.sizeBytes();
            } catch (StoreUnavailableException e) {
                trouble = Optional.of(new Trouble(e.problem(), e.getMessage(), false));
            }
        }
        boolean readable = trouble.map(Trouble::readable).orElse(true);
        String backend = COMPATIBLE_NAMES.getOrDefault(store.backend(), store.backend());
        Duration uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        double sizeMb = Math.round(size / MEBIBYTE * PERCENT) / PERCENT;
        Optional<HealthReport.Volume> volume = volume();
        return new HealthReport(
                trouble.isEmpty() ? "healthy" : "degraded",
                version,
                Instant.now().toString(),
                uptime.toMillis() / 1000.0,
                new HealthReport.Storage(
                        backend,
                        store.backend(),
                        readable ? "connected" : "disconnected",
                        readable,
                        trouble.isEmpty(),
                        trouble.map(found -> found.problem().word()),
                        trouble.map(Trouble::message),
                        embedder.model(),
                        embedder.dimension(),
                        statistics.memories(),
                        statistics.uniqueTags(),
                        statistics.memoriesThisWeek(),
                        size,
                        sizeMb,
                        volume,
                        reembedding.progress().map(DetailedHealth::modelChange)),
                new HealthReport.Usage(
                        memoryPercent(), volume.map(DetailedHealth::usedPercent).orElse(0.0)),
                new HealthReport.Performance(uptime.toMillis() / 1000.0, formatted(uptime)),
                new HealthReport.Statistics(
                        statistics.memories(), statistics.uniqueTags(), statistics.memoriesThisWeek(), sizeMb, backend),
                restores.running()
                        .map(restore -> new HealthReport.Restoring(
                                restore.id(),
                                restore.phase(),
                                restore.startedAt().toString())));
    }

    /** The embedding model, as clients ask for it by itself. */
    public HealthResource.Model model() {
        return new HealthResource.Model(
                embedder.model(),
                embedder.dimension(),
                COMPATIBLE_NAMES.getOrDefault(store.backend(), store.backend()));
    }

    private static HealthReport.ModelChange modelChange(Reembedding.Progress progress) {
        return new HealthReport.ModelChange(
                progress.model(), progress.total(), progress.remaining(), progress.percent());
    }

    private static double memoryPercent() {
        Runtime runtime = Runtime.getRuntime();
        return rounded(PERCENT * (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory());
    }

    private Optional<HealthReport.Volume> volume() {
        try {
            FileStore disk = Files.getFileStore(data.getParent());
            return Optional.of(new HealthReport.Volume(disk.getTotalSpace(), disk.getUsableSpace()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static double usedPercent(HealthReport.Volume volume) {
        return rounded(PERCENT * (volume.sizeBytes() - volume.freeBytes()) / volume.sizeBytes());
    }

    private static double rounded(double percent) {
        return Math.round(percent * 10) / 10.0;
    }

    private static String formatted(Duration uptime) {
        return String.format(
                Locale.ROOT,
                "%dd %dh %dm %ds",
                uptime.toDays(),
                uptime.toHoursPart(),
                uptime.toMinutesPart(),
                uptime.toSecondsPart());
    }
}
