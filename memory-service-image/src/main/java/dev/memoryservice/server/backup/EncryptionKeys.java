package dev.memoryservice.server.backup;

import dev.memoryservice.server.backup.format.EncryptionKey;
import dev.memoryservice.server.backup.format.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys of a directory, for example of a mounted Secret: a file for each key, named as it and with its 32 bytes in
 * base64, and the file {@code current} with the name of the one that encrypts. Read again each time, so that a changed
 * Secret counts from the next backup on.
 */
public final class EncryptionKeys implements KeyRing {

    private static final String CURRENT = "current";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][-._A-Za-z0-9]{0,252}");

    private final Optional<Path> directory;

    /** @param directory empty when there are no keys, so that nothing is encrypted */
    public EncryptionKeys(Optional<Path> directory) {
        this.directory = directory;
    }

    /**
     * The key that encrypts; empty when nothing is to be encrypted.
     *
     * @throws BackupException when the directory is there and does not name a good one
     */
    public Optional<EncryptionKey> current() {
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        String name = text(CURRENT)
                .orElseThrow(() -> new BackupException("The encryption keys in " + directory.get()
                        + " have no file 'current': write the name of the key that encrypts into it"));
        return Optional.of(named(name)
                .orElseThrow(() -> new BackupException("The file 'current' of the encryption keys in " + directory.get()
                        + " names '" + name + "', and there is no such key: add the file, or name another one")));
    }

    @Override
    public Optional<EncryptionKey> named(String name) {
        if (directory.isEmpty() || !NAME.matcher(name).matches() || name.equals(CURRENT)) {
            return Optional.empty();
        }
        return text(name).map(text -> new EncryptionKey(name, decoded(name, text)));
    }

    private byte[] decoded(String name, String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length == EncryptionKey.LENGTH) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Told below, without what it says, which would repeat a piece of the key.
        }
        throw new BackupException("The encryption key '" + name + "' in " + directory.orElseThrow()
                + " is not the base64 of " + EncryptionKey.LENGTH + " bytes: make one with 'openssl rand -base64 "
                + EncryptionKey.LENGTH + "'");
    }

    private Optional<String> text(String name) {
        try {
            return Optional.of(
                    Files.readString(directory.orElseThrow().resolve(name)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new BackupException(
                    "The encryption key file " + directory.orElseThrow().resolve(name) + " cannot be read: " + e);
        }
    }
}
