package dev.memoryservice.server.backup.format;

import dev.memoryservice.server.portable.InvalidFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A part in the file: a skippable frame of zstd (RFC 8878, 3.1.2) that says which part comes and how long it is, then the
 * part, which is a frame of zstd, or another skippable frame when it is encrypted. So whatever reads zstd reads the lines
 * of a file that is not encrypted.
 *
 * @param body compressed, and encrypted if it is, with the beginning of its frame
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PartFrame(int number, PartKind kind, byte[] body) {

    /** 1 MiB of lines and the longest line compress to less, however badly. */
    static final int LARGEST = 72 << 20;

    private static final int ANNOUNCEMENT = 0x184D2A5B;
    private static final int ENCRYPTED = 0x184D2A5E;
    private static final int ANNOUNCED_BYTES = 12;
    private static final int GZIP = 0x8b1f;

    /** Whether a file begins as a part does. */
    static boolean recognises(byte[] beginning) {
        return beginning.length >= Integer.BYTES
                && ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN).getInt() == ANNOUNCEMENT;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(little(20)
                .putInt(ANNOUNCEMENT)
                .putInt(ANNOUNCED_BYTES)
                .putInt(number)
                .putInt(kind.code())
                .putInt(body.length)
                .array());
        out.write(body);
    }

    /**
     * The next part; empty at the end of the file.
     *
     * @throws InvalidFileException when there is something else, or less than a part
     */
    static Optional<PartFrame> readFrom(InputStream in) throws IOException {
        byte[] announced = in.readNBytes(20);
        if (announced.length == 0) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(announced).order(ByteOrder.LITTLE_ENDIAN);
        if (announced.length > 1 && (fields.getShort(0) & 0xffff) == GZIP) {
            throw new InvalidFileException(
                    "it is compressed by gzip, as an export is: bring an export in with the command import");
        }
        if (announced.length < 20) {
            throw new InvalidFileException("the file is cut off in it");
        }
        if (fields.getInt() != ANNOUNCEMENT || fields.getInt() != ANNOUNCED_BYTES) {
            throw new InvalidFileException("it does not begin as a part of a backup does");
        }
        int number = fields.getInt();
        PartKind kind = PartKind.of(fields.getInt());
        int length = fields.getInt();
        if (length < 0 || length > LARGEST) {
            throw new InvalidFileException(
                    "its length is said to be " + length + " bytes, and " + LARGEST + " are the most");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new InvalidFileException("the file is cut off in it");
        }
        return Optional.of(new PartFrame(number, kind, body));
    }

    /** The body of an encrypted part. */
    static byte[] wrap(byte[] encrypted) {
        return little(8 + encrypted.length)
                .putInt(ENCRYPTED)
                .putInt(encrypted.length)
                .put(encrypted)
                .array();
    }

    /** What {@link #wrap} was given. */
    byte[] unwrapped() {
        ByteBuffer fields = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        if (body.length < 8 || fields.getInt() != ENCRYPTED || fields.getInt() != body.length - 8) {
            throw new InvalidFileException("it is not encrypted, as the header says");
        }
        byte[] encrypted = new byte[body.length - 8];
        fields.get(encrypted);
        return encrypted;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
