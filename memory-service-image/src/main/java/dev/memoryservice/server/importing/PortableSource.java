package dev.memoryservice.server.importing;

import dev.memoryservice.server.portable.InvalidFileException;
import dev.memoryservice.server.portable.PortableReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Our own export. It is proven as a whole before the first of its memories is handed over. */
final class PortableSource implements Source {

    private final Path file;

    PortableSource(Path file) {
        this.file = file;
    }

    @Override
    public String kind() {
        return "export of a memory service";
    }

    @Override
    public void read(Consumer<Item> each) {
        try {
            try (InputStream in = Files.newInputStream(file)) {
                PortableReader.read(in, memory -> {});
            }
            try (InputStream in = Files.newInputStream(file)) {
                long[] line = {1};
                PortableReader.read(in, memory -> each.accept(new Item.Found("line " + ++line[0], memory)));
            }
        } catch (IOException e) {
            throw new InvalidFileException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
