package dev.memoryservice.server.backup.repository;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Backups in a folder, for example of a mounted volume. A file gets its name when all of it is on the disk: it is written
 * under another one, synchronised, renamed, and then the folder is synchronised.
 */
public final class FolderRepository implements Repository {

    private static final String NOTE = ".json";
    private static final String PARTIAL = ".partial";
    private static final int BUFFER = 128 * 1024;

    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);

    private final Path folder;

    /** @param folder made when it is missing; its files are for this user only */
    public FolderRepository(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public String place() {
        return "the folder " + folder;
    }

    @Override
    public List<Stored> list() {
        return in(() -> {
            List<Stored> stored = new ArrayList<>();
            for (Path file : files(SUFFIX)) {
                try {
                    stored.add(new Stored(name(file, SUFFIX), Files.size(file)));
                } catch (NoSuchFileException e) {
                    // It was deleted just now.
                }
            }
            return stored;
        });
    }

    @Override
    public void write(String id, Writing writing) {
        replace(folder.resolve(id + SUFFIX), writing);
    }

    @Override
    public InputStream read(String id) {
        try {
            return Files.newInputStream(folder.resolve(id + SUFFIX));
        } catch (NoSuchFileException e) {
            throw new RepositoryException("The backup " + id + " is not in " + place() + " any more", e);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public boolean delete(String id) {
        return in(() -> {
            // The backup first: a note without one says that there is none.
            boolean there = Files.deleteIfExists(folder.resolve(id + SUFFIX));
            there |= Files.deleteIfExists(folder.resolve(id + NOTE));
            synchroniseFolder();
            return there;
        });
    }

    @Override
    public List<String> notes() {
        return in(() -> files(NOTE).stream().map(file -> name(file, NOTE)).toList());
    }

    @Override
    public Optional<byte[]> note(String id) {
        return in(() -> {
            try {
                return Optional.of(Files.readAllBytes(folder.resolve(id + NOTE)));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void saveNote(String id, byte[] note) {
        replace(folder.resolve(id + NOTE), out -> out.write(note));
    }

    @Override
    public void removeLeftovers() {
        in(() -> {
            for (Path file : files(PARTIAL)) {
                Files.deleteIfExists(file);
            }
            return null;
        });
    }

    private void replace(Path file, Writing writing) {
        Path partial = file.resolveSibling(file.getFileName() + PARTIAL);
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = open(partial)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                writing.to(out);
                out.flush();
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            synchroniseFolder();
        } catch (IOException e) {
            remove(partial);
            throw explained(e);
        } catch (UncheckedIOException e) {
            remove(partial);
            throw explained(e.getCause());
        } catch (RuntimeException | Error e) {
            remove(partial);
            throw e;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? FileChannel.open(
                        file, NEW, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(file, NEW);
    }

    /** A rename is on the disk when its folder is. */
    private void synchroniseFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void remove(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            // The reason why it could not be written says more; the next start tries again.
        }
    }

    private List<Path> files(String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file, String suffix) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - suffix.length());
    }

    @FunctionalInterface
    private interface Access<T> {
        T run() throws IOException;
    }

    private <T> T in(Access<T> access) {
        try {
            return access.run();
        } catch (IOException e) {
            throw explained(e);
        } catch (UncheckedIOException e) {
            throw explained(e.getCause());
        }
    }

    private RepositoryException explained(IOException why) {
        String reason = why instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : String.valueOf(why.getMessage());
        String words = reason.toLowerCase(Locale.ROOT);
        String advice;
        if (words.contains("no space left") || words.contains("quota exceeded")) {
            advice = "is full: enlarge its volume, or delete backups";
        } else if (words.contains("read-only")) {
            advice =
                    "cannot be written to, because its volume is read-only: find out in the log of its node why, repair it"
                            + " while the server is stopped, and start the server again";
        } else if (why instanceof AccessDeniedException) {
            advice = "cannot be used: this user may not read and write there";
        } else {
            advice = "cannot be used: check its volume";
        }
        return new RepositoryException(
                "The place of the backups, " + place() + ", " + advice + " (" + reason + ")", why);
    }
}
