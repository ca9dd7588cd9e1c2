package dev.memoryservice.server.backup.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.portable.EntryLine;
import dev.memoryservice.server.portable.InvalidFileException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a backup once through, a part at a time, and proves it. */
public final class BackupReader {

    /** A part ends with the line that makes it longer than 1 MiB, and a line with everything may have 64 MiB. */
    private static final long LARGEST_PLAIN = 66L << 20;

    private final DigestInputStream in;
    private final KeyRing keys;
    private final Consumer<SnapshotEntry> each;
    private final List<BackupManifest.Part> parts = new ArrayList<>();
    private final EntryTally tally = new EntryTally();
    private Optional<BackupHeader> header = Optional.empty();
    private Optional<PartCipher> cipher = Optional.empty();

    private BackupReader(InputStream in, KeyRing keys, Consumer<SnapshotEntry> each) {
        this.in = new DigestInputStream(in, Checksums.sha256());
        this.keys = keys;
        this.each = each;
    }

    /** Whether what begins so is meant to be a backup, from its first four bytes. */
    public static boolean recognises(byte[] beginning) {
        return PartFrame.recognises(beginning);
    }

    /**
     * Reads the whole file and proves it: its form, its order, its counts and its checksums. Hands over every entry on the
     * way; whoever must not act upon a damaged file reads it twice. Costs the memory of a part.
     *
     * @param file is read to its end, and not closed
     * @throws InvalidFileException when anything in it is not as it was written, or when it cannot be decrypted
     * @throws java.io.UncheckedIOException when it cannot be read
     */
    public static BackupContents read(InputStream file, KeyRing keys, Consumer<SnapshotEntry> each) throws IOException {
        return new BackupReader(file, keys, each).read();
    }

    /** The header alone, by which the rest can be read. */
    public static BackupHeader readHeader(InputStream file) throws IOException {
        BackupReader reader = new BackupReader(file, KeyRing.NONE, entry -> {});
        try (ZstdDecompressCtx decompressor = new ZstdDecompressCtx()) {
            return reader.header(reader.next(), decompressor);
        } catch (InvalidFileException e) {
            throw inPart(0, e);
        }
    }

    private BackupContents read() throws IOException {
        try (ZstdDecompressCtx decompressor = new ZstdDecompressCtx()) {
            while (true) {
                PartFrame part = next();
                switch (part.kind()) {
                    case HEADER -> begin(part, decompressor);
                    case LINES -> lines(plain(part, decompressor));
                    case MANIFEST -> {
                        return end(BackupManifest.of(Json.parse(plain(part, decompressor))), part);
                    }
                }
                parts.add(described(part));
            }
        } catch (InvalidFileException e) {
            throw inPart(parts.size(), e);
        }
    }

    private static InvalidFileException inPart(int number, InvalidFileException why) {
        return new InvalidFileException(
                (number == 0
                                ? "The file is no backup that can be read: "
                                : "Part " + number + " of the backup cannot be right: ")
                        + why.getMessage(),
                why);
    }

    private PartFrame next() throws IOException {
        PartFrame part = PartFrame.readFrom(in)
                .orElseThrow(() -> new InvalidFileException(
                        parts.isEmpty() ? "it is empty" : "the file is cut off before it, its manifest is missing"));
        if (part.number() != parts.size()) {
            throw new InvalidFileException("it is part " + part.number() + ": parts are missing, or were moved");
        }
        if ((part.kind() == PartKind.HEADER) != parts.isEmpty()) {
            throw new InvalidFileException("it is of the kind " + part.kind() + ", which has no place here");
        }
        return part;
    }

    private void begin(PartFrame part, ZstdDecompressCtx decompressor) {
        BackupHeader read = header(part, decompressor);
        cipher = read.encryption().map(with -> PartCipher.of(key(with.key()), with, part.body()));
        header = Optional.of(read);
    }

    private BackupHeader header(PartFrame part, ZstdDecompressCtx decompressor) {
        return BackupHeader.of(Json.parse(decompressed(part.body(), decompressor)));
    }

    private EncryptionKey key(String name) {
        return keys.named(name)
                .orElseThrow(() -> new InvalidFileException("it is encrypted with the key '" + name
                        + "', which is not here: give it as a file of that name"));
    }

    private byte[] plain(PartFrame part, ZstdDecompressCtx decompressor) {
        byte[] body = cipher.map(with -> with.decrypt(part.number(), part.kind(), part.unwrapped()))
                .orElse(part.body());
        return decompressed(body, decompressor);
    }

    private static byte[] decompressed(byte[] body, ZstdDecompressCtx decompressor) {
        try {
            long size = Zstd.getFrameContentSize(body, 0, body.length, false);
            if (size < 0 || size > LARGEST_PLAIN) {
                throw new InvalidFileException("it is damaged: it does not say how long it is, or is too long");
            }
            return decompressor.decompress(body, (int) size);
        } catch (ZstdException e) {
            throw new InvalidFileException("it is damaged: " + e.getMessage(), e);
        }
    }

    private void lines(byte[] plain) {
        int start = 0;
        for (int i = 0; i < plain.length; i++) {
            if (plain[i] == '\n') {
                byte[] line = Arrays.copyOfRange(plain, start, i);
                SnapshotEntry entry = EntryLine.read(line);
                tally.add(entry, line);
                each.accept(entry);
                start = i + 1;
            }
        }
        if (start != plain.length) {
            throw new InvalidFileException("its last line has no end");
        }
    }

    private BackupContents end(BackupManifest manifest, PartFrame last) throws IOException {
        if (in.read() >= 0) {
            throw new InvalidFileException("something follows upon the manifest");
        }
        for (int i = 0; i < parts.size(); i++) {
            if (i >= manifest.parts().size()
                    || !parts.get(i).equals(manifest.parts().get(i))) {
                throw new InvalidFileException(
                        "the checksum of part " + i + " is another one in the manifest: it was changed or damaged");
            }
        }
        BackupManifest found = tally.manifest(parts);
        if (!found.equals(manifest)) {
            throw new InvalidFileException(
                    "there are %d memories and %d tombstones, and the manifest counts %d and %d, or others in a space, or has another checksum of them"
                            .formatted(
                                    found.memories(), found.tombstones(), manifest.memories(), manifest.tombstones()));
        }
        parts.add(described(last));
        long size = parts.stream().mapToLong(part -> part.length() + 20L).sum();
        return new BackupContents(
                header.orElseThrow(),
                manifest,
                size,
                Checksums.hex(in.getMessageDigest().digest()));
    }

    private static BackupManifest.Part described(PartFrame part) {
        return new BackupManifest.Part(part.body().length, Checksums.hex(Checksums.sha256(part.body())));
    }
}
