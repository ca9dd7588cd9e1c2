package dev.memoryservice.server.portable;

import dev.memoryservice.server.memory.StoredMemory;

/** One memory as a line of a portable file, for those who send memories without a file around them. */
public final class PortableLine {

    private PortableLine() {}

    /** The line, without its end. */
    public static byte[] write(StoredMemory memory) {
        return Lines.memory(memory);
    }

    /**
     * The memory of a line.
     *
     * @throws InvalidFileException when it is none; the message says why
     */
    public static StoredMemory read(byte[] line) {
        return Lines.memory(Lines.parse(line));
    }
}
