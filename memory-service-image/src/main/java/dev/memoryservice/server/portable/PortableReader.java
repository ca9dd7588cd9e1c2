package dev.memoryservice.server.portable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memoryservice.server.memory.StoredMemory;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Reads a portable file once through, a line at a time. */
public final class PortableReader {

    /**
     * The longest line, in bytes: 1 MiB of content may be 6 MiB of JSON. A file that unpacks to endless lines fails here
     * and not in the heap.
     */
    private static final int LONGEST_LINE = 32 << 20;

    private static final int BUFFER = 64 * 1024;

    /**
     * What a file is and holds.
     *
     * @param manifest its counts and checksum, which were found right
     */
    public record Contents(Header header, Manifest manifest) {}

    private PortableReader() {}

    /** Whether a file that begins with these bytes may be a portable one. */
    public static boolean recognises(byte[] beginning) {
        return beginning.length > 1 && (beginning[0] & 0xff) == 0x1f && (beginning[1] & 0xff) == 0x8b;
    }

    /**
     * Reads the whole file and proves it: its form, its counts and its checksum. Hands over every memory and tombstone on
     * the way; whoever must not act upon a damaged file reads it twice.
     *
     * @throws InvalidFileException when anything in it is not as it was written
     */
    public static Contents read(InputStream file, Consumer<StoredMemory> each) {
        long number = 0;
        try (BoundedLines lines = new BoundedLines(new GZIPInputStream(file, BUFFER), LONGEST_LINE)) {
            MessageDigest digest = Checksums.sha256();
            Tally tally = new Tally();
            Optional<Header> header = Optional.empty();
            for (byte[] line = lines.next(); line.length > 0; line = lines.next()) {
                number++;
                JsonNode parsed = Lines.parse(line);
                if (header.isEmpty()) {
                    header = Optional.of(Lines.header(parsed));
                } else if (Lines.isManifest(parsed)) {
                    return new Contents(header.get(), proven(Lines.manifest(parsed), tally, digest, lines));
                } else {
                    StoredMemory memory = Lines.memory(parsed);
                    tally.add(memory);
                    each.accept(memory);
                }
                digest.update(line);
                digest.update((byte) '\n');
            }
        } catch (IOException e) {
            throw new InvalidFileException(
                    "The file is damaged or cut off after line " + number + ": " + e.getMessage()
                            + ". Use an undamaged copy",
                    e);
        } catch (InvalidFileException e) {
            throw new InvalidFileException(
                    "Line " + Math.max(1, number) + " of the file cannot be right: " + e.getMessage(), e);
        }
        throw new InvalidFileException(
                "The file is cut off after line " + number + ": its manifest is missing. Use a whole copy");
    }

    private static Manifest proven(Manifest manifest, Tally tally, MessageDigest digest, BoundedLines lines)
            throws IOException {
        if (lines.next().length > 0) {
            throw new InvalidFileException("more lines follow upon the manifest");
        }
        Manifest found = tally.manifest(HexFormat.of().formatHex(digest.digest()));
        if (!found.sha256().equals(manifest.sha256())) {
            throw new InvalidFileException(
                    "the checksum of the content is %s, and the manifest says %s: the file was changed or damaged"
                            .formatted(found.sha256(), manifest.sha256()));
        }
        if (!found.equals(manifest)) {
            throw new InvalidFileException(
                    "there are %d memories and %d tombstones, and the manifest counts %d and %d, or others in a space"
                            .formatted(
                                    found.memories(), found.tombstones(), manifest.memories(), manifest.tombstones()));
        }
        return manifest;
    }
}
