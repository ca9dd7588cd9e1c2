package dev.memoryservice.server.backup.format;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.portable.EntryLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a backup while it is read from a store: holds one part at a time. Without {@link #finish} the file has no
 * manifest, and no reader takes it for a whole one. To be closed in either case.
 */
public final class BackupWriter implements AutoCloseable {

    /** From so many bytes of lines on, a part ends. */
    static final int PART_BYTES = 1 << 20;

    private static final int LEVEL = 3;

    private final OutputStream out;
    private final MessageDigest file = Checksums.sha256();
    private final ZstdCompressCtx compressor =
            new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true);
    private final BackupHeader header;
    private final Optional<PartCipher> cipher;
    private final List<BackupManifest.Part> parts = new ArrayList<>();
    private final EntryTally tally = new EntryTally();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream(PART_BYTES + (PART_BYTES >> 2));
    private long size;

    /**
     * @param out is written to, neither flushed nor closed
     * @param given without encryption, which {@code key} decides about
     * @param key what to encrypt with
     */
    public BackupWriter(OutputStream out, BackupHeader given, Optional<EncryptionKey> key) {
        this.out = out;
        header = new BackupHeader(
                given.version(),
                given.id(),
                given.createdAt(),
                given.server(),
                given.backend(),
                given.model(),
                given.dimension(),
                key.map(PartCipher::begin));
        byte[] body = compressed(Json.line(header.toJson()));
        append(PartKind.HEADER, body);
        cipher = key.map(named -> PartCipher.of(named, header.encryption().orElseThrow(), body));
    }

    /**
     * Adds an entry.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    public void write(SnapshotEntry entry) {
        byte[] line = EntryLine.write(entry);
        tally.add(entry, line);
        lines.writeBytes(line);
        lines.write('\n');
        if (lines.size() >= PART_BYTES) {
            endPart();
        }
    }

    /** Ends the file, and tells what is in it; once. */
    public BackupContents finish() {
        if (lines.size() > 0) {
            endPart();
        }
        BackupManifest manifest = tally.manifest(parts);
        append(PartKind.MANIFEST, sealed(PartKind.MANIFEST, Json.line(manifest.toJson())));
        return new BackupContents(header, manifest, size, Checksums.hex(file.digest()));
    }

    @Override
    public void close() {
        compressor.close();
    }

    private void endPart() {
        append(PartKind.LINES, sealed(PartKind.LINES, lines.toByteArray()));
        lines.reset();
    }

    private byte[] sealed(PartKind kind, byte[] plain) {
        byte[] body = compressed(plain);
        return cipher.map(with -> PartFrame.wrap(with.encrypt(parts.size(), kind, body)))
                .orElse(body);
    }

    private byte[] compressed(byte[] plain) {
        return compressor.compress(plain);
    }

    private void append(PartKind kind, byte[] body) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(body.length + 32);
        try {
            new PartFrame(parts.size(), kind, body).writeTo(frame);
            byte[] bytes = frame.toByteArray();
            out.write(bytes);
            file.update(bytes);
            size += bytes.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        parts.add(new BackupManifest.Part(body.length, Checksums.hex(Checksums.sha256(body))));
    }
}
