package dev.memoryservice.server.backup.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every place of backups does. */
abstract class RepositoryContract {

    private static final String ID = "20261121T030000Z-k3x9";
    private static final String OTHER = "20261122T030000Z-k3x9";

    /** A place without backups; the same one each time. */
    abstract Repository repository();

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private byte[] read(String id) throws IOException {
        try (InputStream in = repository().read(id)) {
            return in.readAllBytes();
        }
    }

    @Test
    void whatIsWrittenIsThereAsAWhole() throws IOException {
        // Less than a part of a bucket, some parts, and a last part that is full.
        for (int length : new int[] {0, 1, 1_000_000, 33 << 20, 32 << 20}) {
            byte[] content = bytes(length);
            repository().write(ID, out -> {
                out.write(content, 0, length / 2);
                out.write(content, length / 2, length - length / 2);
            });

            assertThat(repository().list()).containsExactly(new Repository.Stored(ID, length));
            assertThat(read(ID)).isEqualTo(content);
        }
    }

    @Test
    void whatBreaksOffIsNotThere() throws IOException {
        byte[] before = bytes(10);
        repository().write(OTHER, out -> out.write(before));
        for (String id : new String[] {ID, OTHER}) {
            assertThatThrownBy(() -> repository().write(id, out -> {
                        out.write(bytes(20 << 20));
                        throw new IllegalStateException("the store is gone");
                    }))
                    .hasMessage("the store is gone");
        }

        assertThat(repository().list()).containsExactly(new Repository.Stored(OTHER, 10));
        assertThat(read(OTHER)).isEqualTo(before);
    }

    @Test
    void aNoteIsKeptBesideABackupAndGoesWithIt() {
        repository().saveNote(ID, "first".getBytes(UTF_8));
        repository().saveNote(ID, "second".getBytes(UTF_8));

        assertThat(repository().note(ID))
                .hasValueSatisfying(note -> assertThat(note).asString(UTF_8).isEqualTo("second"));
        assertThat(repository().note(OTHER)).isEmpty();
        assertThat(repository().notes()).containsExactly(ID);
        assertThat(repository().list()).isEmpty();
        repository().write(ID, out -> out.write(1));

        assertThat(repository().delete(ID)).isTrue();

        assertThat(repository().notes()).isEmpty();
        assertThat(repository().list()).isEmpty();
        assertThat(repository().delete(ID)).isFalse();
    }

    @Test
    void whatIsNotThereCannotBeRead() {
        assertThatThrownBy(() -> repository().read(ID).close()).isInstanceOf(RepositoryException.class);
    }
}
