package dev.memoryservice.server.importing;

import java.util.function.Consumer;

/** A file with memories. */
public interface Source {

    /** What it is, for people, for example {@code database of the Python memory service}. */
    String kind();

    /**
     * Hands over every item in the order of the file, one at a time; costs the memory of one.
     *
     * @throws dev.memoryservice.server.portable.InvalidFileException when the file is damaged; what came before is good
     */
    void read(Consumer<Item> each);
}
