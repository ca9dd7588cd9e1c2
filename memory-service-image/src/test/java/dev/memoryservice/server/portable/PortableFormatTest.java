package dev.memoryservice.server.portable;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.PastVersion;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PortableFormatTest {

    private static final Header HEADER = new Header(START, "1.2.3", "SQLite", "all-MiniLM-L6-v2", 384);

    private static final List<StoredMemory> MEMORIES = List.of(
            new StoredMemory(
                    new Space("alice", "default"),
                    new Memory(
                            hashOf("Grüße 🌧️\n\"quoted\"\u2028 and \u0000 nothing"),
                            "Grüße 🌧️\n\"quoted\"\u2028 and \u0000 nothing",
                            List.of("a,b", "ö"),
                            "note",
                            Map.of("deep", Map.of("list", List.of(1, "two", true, 0.5))),
                            Optional.of("c-1"),
                            START,
                            START.plusSeconds(1)),
                    Optional.empty(),
                    List.of(new PastVersion(List.of("old"), "note", Map.of("k", 1), START.plusSeconds(1)))),
            new StoredMemory(
                    new Space("alice", "default"), memory("gone"), Optional.of(START.plusSeconds(5)), List.of()),
            new StoredMemory(new Space("bob", "work"), memory("of bob", "tag")));

    private Manifest written;

    private byte[] file() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PortableWriter writer = new PortableWriter(out, HEADER);
        MEMORIES.forEach(writer::write);
        written = writer.finish();
        return out.toByteArray();
    }

    private static PortableReader.Contents check(byte[] file) {
        return PortableReader.read(new ByteArrayInputStream(file), memory -> {});
    }

    private static byte[] compressed(String lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(lines.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    private static String lines(byte[] file) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes(), UTF_8);
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        List<StoredMemory> read = new ArrayList<>();

        PortableReader.Contents contents = PortableReader.read(new ByteArrayInputStream(file()), read::add);

        assertThat(read).isEqualTo(MEMORIES);
        assertThat(contents.header()).isEqualTo(HEADER);
        assertThat(contents.manifest()).isEqualTo(written);
        assertThat(written.memories()).isEqualTo(2);
        assertThat(written.tombstones()).isEqualTo(1);
        assertThat(written.spaces())
                .containsExactly(
                        new Manifest.SpaceCount("alice", "default", 1, 1),
                        new Manifest.SpaceCount("bob", "work", 1, 0));
        assertThat(written.sha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void aFileIsRefusedWhereverItIsCutOff() {
        byte[] file = file();

        for (int length = 0; length < file.length - 8; length++) {
            byte[] part = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> check(part))
                    .as("cut off after %d bytes", length)
                    .isInstanceOf(InvalidFileException.class);
        }
    }

    @Test
    void whicheverBitIsTurnedNothingElseIsReadThanWhatWasWritten() {
        byte[] file = file();
        int refused = 0;
        for (int position = 0; position < file.length; position++) {
            byte[] damaged = file.clone();
            damaged[position] ^= 0x10;
            List<StoredMemory> read = new ArrayList<>();
            try {
                PortableReader.read(new ByteArrayInputStream(damaged), read::add);
                // A few bits mean nothing: those of the gzip header, those that fill up the last byte of a block.
                assertThat(read).as("damaged at byte %d", position).isEqualTo(MEMORIES);
            } catch (InvalidFileException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(file.length - 20);
    }

    @Test
    void aChangedMemoryIsFoundByTheChecksum() throws IOException {
        byte[] changed = compressed(lines(file()).replace("of bob", "of eve"));

        assertThatThrownBy(() -> check(changed)).hasMessageContaining("Line 5").hasMessageContaining("checksum");
    }

    @Test
    void wrongCountsAreFound() throws IOException {
        byte[] changed = compressed(lines(file()).replace("\"memories\":2,", "\"memories\":3,"));

        assertThatThrownBy(() -> check(changed))
                .hasMessageContaining("2 memories")
                .hasMessageContaining("counts 3");
    }

    @Test
    void aLineAfterTheManifestIsRefused() throws IOException {
        byte[] changed = compressed(lines(file()) + "{}\n");

        assertThatThrownBy(() -> check(changed)).hasMessageContaining("more lines");
    }

    @Test
    void aNewerFormatIsRefusedWithWhatToDo() throws IOException {
        byte[] newer = compressed(lines(file()).replace("\"version\":1", "\"version\":2"));

        assertThatThrownBy(() -> check(newer)).hasMessageContaining("version 2").hasMessageContaining("newer one");
    }

    @Test
    void otherJsonLinesAreRefused() throws IOException {
        byte[] other = compressed("{\"content\":\"x\"}\n");

        assertThatThrownBy(() -> check(other)).hasMessageContaining("Line 1");
    }

    @Test
    void aFileThatUnpacksToOneEndlessLineIsRefusedBeforeTheHeapIsFull() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            byte[] zeros = new byte[1 << 20];
            for (int mebibyte = 0; mebibyte < 40; mebibyte++) {
                gzip.write(zeros);
            }
        }

        assertThatThrownBy(() -> check(out.toByteArray())).hasMessageContaining("longer than");
    }
}
