package dev.memoryservice.server.exporting;

import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.portable.Header;
import dev.memoryservice.server.portable.Manifest;
import dev.memoryservice.server.portable.PortableWriter;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes what a store holds into a portable file. */
public final class Exporter {

    private final MemoryStore store;
    private final String model;
    private final int dimension;
    private final String server;

    /**
     * @param model the embedding model that the store was opened for
     * @param server the version of this server
     */
    public Exporter(MemoryStore store, String model, int dimension, String server) {
        this.store = store;
        this.model = model;
        this.dimension = dimension;
        this.server = server;
    }

    /**
     * Writes everything inside {@code extent} as it is now; what is written to the store meanwhile is not in the file.
     *
     * @param out is flushed, not closed
     * @return what the file holds
     * @throws java.io.UncheckedIOException when it cannot be written; the file has no manifest then
     */
    public Manifest export(Extent extent, OutputStream out) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        PortableWriter file = new PortableWriter(out, new Header(now, server, store.backend(), model, dimension));
        store.readAll(extent, file::write);
        return file.finish();
    }
}
