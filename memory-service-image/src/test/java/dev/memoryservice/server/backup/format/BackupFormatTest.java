package dev.memoryservice.server.backup.format;

import static dev.memoryservice.server.backup.SampleBackups.HEADER;
import static dev.memoryservice.server.backup.SampleBackups.entries;
import static dev.memoryservice.server.backup.SampleBackups.file;
import static dev.memoryservice.server.backup.SampleBackups.key;
import static dev.memoryservice.server.backup.SampleBackups.many;
import static dev.memoryservice.server.backup.SampleBackups.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.portable.EntryLine;
import dev.memoryservice.server.portable.InvalidFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The file comes back as it was written, and nothing else passes for it. */
class BackupFormatTest {

    private static final EncryptionKey KEY = key("2026", 1);

    private static BackupContents read(byte[] file, KeyRing keys, List<SnapshotEntry> into) throws IOException {
        return BackupReader.read(new ByteArrayInputStream(file), keys, into::add);
    }

    private static ThrowingCallable reading(byte[] file, KeyRing keys) {
        return () -> read(file, keys, new ArrayList<>());
    }

    private static List<String> text(List<SnapshotEntry> entries) {
        return entries.stream()
                .map(entry -> new String(EntryLine.write(entry), StandardCharsets.UTF_8))
                .toList();
    }

    /** The parts of a file, each with what announces it. */
    private static List<byte[]> parts(byte[] file) {
        List<byte[]> parts = new ArrayList<>();
        for (int start = 0; start < file.length; ) {
            int length =
                    20 + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(start + 16);
            parts.add(Arrays.copyOfRange(file, start, start + length));
            start += length;
        }
        return parts;
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** A file of several parts. */
    private static byte[] large(Optional<EncryptionKey> with) {
        byte[] file = file(many(4_000), with);
        assertThat(parts(file)).hasSizeGreaterThan(4);
        return file;
    }

    @Test
    void everythingComesBackAsItWas() throws IOException {
        for (Optional<EncryptionKey> with : List.of(Optional.<EncryptionKey>empty(), Optional.of(KEY))) {
            byte[] file = file(entries(), with);
            List<SnapshotEntry> back = new ArrayList<>();

            BackupContents contents = read(file, ring(KEY), back);

            assertThat(text(back)).isEqualTo(text(entries()));
            assertThat(contents.header().id()).isEqualTo(HEADER.id());
            assertThat(contents.header().encryption().map(BackupHeader.Encryption::key))
                    .isEqualTo(with.map(EncryptionKey::name));
            assertThat(contents.size()).isEqualTo(file.length);
            assertThat(contents.sha256()).isEqualTo(HexFormat.of().formatHex(Checksums.sha256(file)));
            assertThat(contents.manifest().memories()).isEqualTo(3);
            assertThat(contents.manifest().tombstones()).isEqualTo(1);
            assertThat(contents.manifest().contradictions()).isEqualTo(1);
            assertThat(contents.manifest().uploads()).isEqualTo(1);
            assertThat(contents.manifest().tenants()).isEqualTo(2);
        }
    }

    @Test
    void whoeverReadsZstdReadsTheLines() throws IOException {
        try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(file(entries(), Optional.empty())))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();

            assertThat(lines.getFirst()).startsWith("{\"kind\":\"header\",\"format\":\"memory-service\",\"version\":2");
            assertThat(lines.subList(1, lines.size() - 1)).isEqualTo(text(entries()));
            assertThat(lines.getLast()).startsWith("{\"kind\":\"manifest\"");
        }
    }

    @Test
    void anEncryptedFileTellsNothingOfAnybody() throws IOException {
        byte[] file = file(entries(), Optional.of(KEY));

        assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain("alice", "bob");
        try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(file))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"header\"")
                    .doesNotContain("alice", "manifest");
        }
    }

    @Test
    void aFileThatIsCutOffAnywhereIsRefused() {
        byte[] file = file(entries(), Optional.empty());
        for (int length = 0; length < file.length; length++) {
            assertThatThrownBy(reading(Arrays.copyOf(file, length), KeyRing.NONE))
                    .isInstanceOf(InvalidFileException.class)
                    .hasMessageMatching("(?s).*(is empty|cut off|manifest is missing).*");
        }
        byte[] longer = Arrays.copyOf(file, file.length + 1);
        assertThatThrownBy(reading(longer, KeyRing.NONE)).hasMessageContaining("something follows upon the manifest");
    }

    @Test
    void aFileThatWasChangedAnywhereIsRefused() {
        Random random = new Random(7);
        for (Optional<EncryptionKey> with : List.of(Optional.<EncryptionKey>empty(), Optional.of(KEY))) {
            byte[] file = file(entries(), with);
            for (int i = 0; i < file.length; i += 1 + random.nextInt(3)) {
                byte[] changed = file.clone();
                changed[i] ^= (byte) (1 << random.nextInt(8));
                assertThatThrownBy(reading(changed, ring(KEY)))
                        .as("a bit of byte %d", i)
                        .isInstanceOf(InvalidFileException.class);
            }
        }
    }

    @Test
    void partsThatAreMissingOrMovedAreRefused() {
        for (Optional<EncryptionKey> with : List.of(Optional.<EncryptionKey>empty(), Optional.of(KEY))) {
            List<byte[]> parts = parts(large(with));

            List<byte[]> swapped = new ArrayList<>(parts);
            swapped.set(1, parts.get(2));
            swapped.set(2, parts.get(1));
            assertThatThrownBy(reading(joined(swapped), ring(KEY))).hasMessageContaining("missing, or were moved");

            List<byte[]> without = new ArrayList<>(parts);
            without.remove(2);
            assertThatThrownBy(reading(joined(without), ring(KEY))).hasMessageContaining("missing, or were moved");

            List<byte[]> renumbered = new ArrayList<>(swapped);
            renumbered.set(1, numbered(parts.get(2), 1));
            renumbered.set(2, numbered(parts.get(1), 2));
            assertThatThrownBy(reading(joined(renumbered), ring(KEY)))
                    .isInstanceOf(InvalidFileException.class)
                    .hasMessageMatching("(?s).*(checksum of part|does not open it).*");
        }
    }

    private static byte[] numbered(byte[] part, int number) {
        byte[] other = part.clone();
        ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(8, number);
        return other;
    }

    @Test
    void aPartOrAHeaderOfAnotherFileIsRefused() {
        List<byte[]> one = parts(file(entries(), Optional.of(KEY)));
        List<byte[]> other = parts(file(entries(), Optional.of(KEY)));

        for (int i = 0; i < one.size(); i++) {
            List<byte[]> mixed = new ArrayList<>(one);
            mixed.set(i, other.get(i));
            assertThatThrownBy(reading(joined(mixed), ring(KEY))).hasMessageContaining("does not open it");
        }
    }

    @Test
    void withoutTheRightKeyNothingIsRead() {
        byte[] file = file(entries(), Optional.of(KEY));

        assertThatThrownBy(reading(file, KeyRing.NONE))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("encrypted with the key '2026', which is not here");
        assertThatThrownBy(reading(file, ring(key("2026", 2))))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("the key '2026' is not the one that encrypted it");
    }

    @Test
    void aNewerFormatIsRefusedWithWhatToDo() {
        byte[] file = withHeader("{\"kind\":\"header\",\"format\":\"memory-service\",\"version\":3}\n");

        assertThatThrownBy(reading(file, KeyRing.NONE))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("its format has version 3, but this server reads version 2")
                .hasMessageContaining("Use the server that wrote it, or a newer one");
    }

    @Test
    void whatIsNoBackupIsRefused() throws IOException {
        ByteArrayOutputStream export = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(export)) {
            gzip.write("{\"kind\":\"header\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(reading(export.toByteArray(), KeyRing.NONE))
                .hasMessageContaining("bring an export in with the command import");
        assertThatThrownBy(reading("SQLite format 3\0 and then some".getBytes(StandardCharsets.UTF_8), KeyRing.NONE))
                .hasMessageContaining("no backup that can be read")
                .hasMessageContaining("does not begin as a part of a backup does");
        assertThatThrownBy(
                        reading(withHeader("{\"kind\":\"header\",\"format\":\"other\",\"version\":2}\n"), KeyRing.NONE))
                .hasMessageContaining("it is no backup of this server");
    }

    @Test
    void theHeaderIsReadWithoutTheRestAndWithoutAKey() throws IOException {
        byte[] file = file(entries(), Optional.of(KEY));

        BackupHeader header = BackupReader.readHeader(
                new ByteArrayInputStream(Arrays.copyOf(file, parts(file).getFirst().length)));

        assertThat(header.model()).isEqualTo(HEADER.model());
        assertThat(header.createdAt()).isEqualTo(HEADER.createdAt());
        assertThat(header.encryption()).isPresent();
    }

    private static byte[] withHeader(String header) {
        byte[] body = Zstd.compress(header.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new PartFrame(0, PartKind.HEADER, body).writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
