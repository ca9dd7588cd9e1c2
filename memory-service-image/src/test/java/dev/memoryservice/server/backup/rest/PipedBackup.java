package dev.memoryservice.server.backup.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A backup whose bytes come when the test says so, as from a volume that is slow: a named pipe in the place of the file. A
 * restore opens it three times, for the header, to prove it, and to take what is in it.
 */
final class PipedBackup implements AutoCloseable {

    /** Where a part says how long its body is, and where that begins. */
    private static final int LENGTH_AT = 16;

    private static final int BODY_AT = 20;

    private final Path pipe;
    private final byte[] bytes;

    private PipedBackup(Path pipe, byte[] bytes) {
        this.pipe = pipe;
        this.bytes = bytes;
    }

    /** One of this id among the other backups. */
    static PipedBackup in(Path folder, String id, byte[] bytes) throws IOException, InterruptedException {
        Path pipe = folder.resolve(id + ".memorybackup");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return new PipedBackup(pipe, bytes);
    }

    /** Gives the header to whoever opens it next. */
    CompletableFuture<Void> giveHeader() {
        int body = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(LENGTH_AT);
        return CompletableFuture.runAsync(() -> give(BODY_AT + body));
    }

    /** Gives everything to whoever opens it next. */
    void giveAll() {
        give(bytes.length);
    }

    private void give(int length) {
        try (OutputStream out = Files.newOutputStream(pipe)) {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the first half to whoever opens it next, and the other one when told to. */
    Rest giveHalf() throws IOException {
        OutputStream out = Files.newOutputStream(pipe);
        out.write(bytes, 0, bytes.length / 2);
        return () -> {
            try (out) {
                out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
            }
        };
    }

    /** The half that is still to come. */
    @FunctionalInterface
    interface Rest {
        void give() throws IOException;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(pipe);
    }
}
