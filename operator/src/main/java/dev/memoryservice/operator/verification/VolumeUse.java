package dev.memoryservice.operator.verification;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * How full the file system of a server's memories is.
 *
 * @param bytes its size, a little less than that of its volume
 * @param usedPercent 0 to 100; whole numbers, so that each look does not find another one
 */
public record VolumeUse(long bytes, int usedPercent) {

    private static final int PERCENT = 100;

    /** From the server's health in detail; empty where an older server does not say, or cannot find out. */
    static Optional<VolumeUse> in(JsonNode health) {
        JsonNode volume = health.path("storage").path("volume");
        long size = volume.path("size_bytes").asLong();
        return size <= 0 || !volume.has("free_bytes")
                ? Optional.empty()
                : Optional.of(new VolumeUse(
                        size, (int) ((size - volume.get("free_bytes").asLong()) * PERCENT / size)));
    }
}
