package dev.memoryservice.server.backup.format;

import java.util.Arrays;

/** A key that backups are encrypted with, 256 bits. Prints its name only. */
public final class EncryptionKey {

    /** In bytes. */
    public static final int LENGTH = 32;

    private final String name;
    private final byte[] bytes;

    /**
     * @param name what the headers of files call it
     * @param bytes {@value #LENGTH} of them; copied
     */
    public EncryptionKey(String name, byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "The key '" + name + "' has " + bytes.length + " bytes: it must have " + LENGTH);
        }
        this.name = name;
        this.bytes = bytes.clone();
    }

    public String name() {
        return name;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncryptionKey key && name.equals(key.name) && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
