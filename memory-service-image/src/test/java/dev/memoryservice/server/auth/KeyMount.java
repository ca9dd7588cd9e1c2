package dev.memoryservice.server.auth;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lays files out as the kubelet lays out a mounted Secret: each name is a link through {@code ..data}, which is a
 * link to a folder of this moment, and an update replaces that one link.
 */
public final class KeyMount {

    private final Path directory;

    private KeyMount(Path directory) {
        this.directory = directory;
    }

    /** The mount point; it exists already. */
    public static KeyMount at(Path directory) {
        return new KeyMount(directory);
    }

    /** Replaces everything at once. */
    public void write(Map<String, String> files) throws IOException {
        Path moment = Files.createTempDirectory(directory, "..2026_11_21_");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(moment.resolve(file.getKey()), file.getValue());
        }
        Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), moment.getFileName());
        Files.move(link, directory.resolve("..data"), ATOMIC_MOVE, REPLACE_EXISTING);
        for (String name : files.keySet()) {
            Path visible = directory.resolve(name);
            if (!Files.exists(visible, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(visible, Path.of("..data", name));
            }
        }
        for (Path entry : entries()) {
            String name = entry.getFileName().toString();
            if (!name.startsWith(".") && !files.containsKey(name)) {
                Files.delete(entry);
            }
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
