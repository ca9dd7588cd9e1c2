package dev.memoryservice.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/**
 * A clock of one server's own, which a test can set: libfaketime between the server and the system, read from the
 * server's volume again each second. Time that passes, as time-outs measure it, is the machine's.
 */
public final class FakeClock {

    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    private final Node node;
    private final FaultyVolume volume;

    private FakeClock(Node node, FaultyVolume volume) {
        this.node = node;
        this.volume = volume;
    }

    /** Puts the clock, which is right at first, onto the volume; where there is no libfaketime, the test is skipped. */
    public static FakeClock on(Node node, FaultyVolume volume) {
        Assumptions.assumeTrue(Files.exists(LIBRARY), "libfaketime is not installed");
        FakeClock clock = new FakeClock(node, volume);
        node.shell("cp %s %s/libfaketime.so && chmod 0755 %s/libfaketime.so"
                .formatted(LIBRARY, volume.path(), volume.path()));
        clock.jump(Duration.ZERO);
        return clock;
    }

    /**
     * What the server's container needs in {@code podTemplate.env}, as items of a YAML list. Without the last one the library
     * mends a fault of an older C library, and every thread that waits for a time never sleeps.
     */
    public String environment() {
        return "{name: LD_PRELOAD, value: /data/libfaketime.so}, {name: FAKETIME_TIMESTAMP_FILE, value: /data/clock},"
                + " {name: FAKETIME_CACHE_DURATION, value: '1'}, {name: FAKETIME_DONT_FAKE_MONOTONIC, value: '1'},"
                + " {name: FAKETIME_FORCE_MONOTONIC_FIX, value: '0'}";
    }

    /** Sets the clock this far from the right time. */
    public void jump(Duration fromNow) {
        node.shell("echo '%+d' > %2$s/clock.new && chmod 0644 %2$s/clock.new && mv %2$s/clock.new %2$s/clock"
                .formatted(fromNow.toSeconds(), volume.path()));
    }
}
