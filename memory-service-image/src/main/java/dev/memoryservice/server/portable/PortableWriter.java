package dev.memoryservice.server.portable;

import dev.memoryservice.server.memory.StoredMemory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a portable file while it is read from a store: holds one line at a time. Without {@link #finish} the file has
 * no manifest, and no reader takes it for a whole one.
 */
public final class PortableWriter {

    private static final int BUFFER = 64 * 1024;

    private final GZIPOutputStream compressed;
    private final DigestOutputStream lines;
    private final Tally tally = new Tally();

    /** @param out is written to and flushed, not closed */
    public PortableWriter(OutputStream out, Header header) {
        try {
            compressed = new GZIPOutputStream(out, BUFFER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines = new DigestOutputStream(compressed, Checksums.sha256());
        write(Lines.header(header));
    }

    /**
     * Adds a memory, or a tombstone.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    public void write(StoredMemory memory) {
        tally.add(memory);
        write(Lines.memory(memory));
    }

    /** Ends the file, and tells what is in it. */
    public Manifest finish() {
        MessageDigest digest = lines.getMessageDigest();
        Manifest manifest = tally.manifest(HexFormat.of().formatHex(digest.digest()));
        write(Lines.manifest(manifest));
        try {
            compressed.finish();
            compressed.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return manifest;
    }

    private void write(byte[] line) {
        try {
            lines.write(line);
            lines.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
