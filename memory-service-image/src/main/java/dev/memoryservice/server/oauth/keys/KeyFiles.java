package dev.memoryservice.server.oauth.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory with one file {@code <kid>.pem} for each key, PKCS#8, and a file {@code signing} that names the one that
 * signs; with one key alone that file may be missing. A mounted Secret fits.
 */
final class KeyFiles {

    private static final String ENDING = ".pem";
    private static final String SIGNING = "signing";
    private static final long LONGEST_FILE = 16_384;
    private static final int MOST_KEYS = 16;
    private static final int BITS = 2048;
    private static final int KID_BYTES = 8;

    private final Path directory;

    KeyFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * The keys as they are now.
     *
     * @throws IOException when one cannot be read or does not fit; the message names the file and nothing of its content
     */
    RsaKeys read() throws IOException {
        Map<String, RSAPrivateCrtKey> keys = new TreeMap<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (name.endsWith(ENDING) && !name.startsWith(".")) {
                keys.put(name.substring(0, name.length() - ENDING.length()), key(file));
            }
        }
        if (keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw new IOException(
                    directory + " holds " + keys.size() + " keys: put 1 to " + MOST_KEYS + " files <kid>.pem there");
        }
        Path named = directory.resolve(SIGNING);
        String signing = Files.exists(named)
                ? text(named).strip()
                : keys.keySet().iterator().next();
        if (!Files.exists(named) && keys.size() > 1) {
            throw new IOException(named + " is missing, so that none of " + keys.keySet() + " signs");
        }
        if (!keys.containsKey(signing)) {
            throw new IOException(named + " names a key that is not there: it has to be one of " + keys.keySet());
        }
        return new RsaKeys(signing, keys);
    }

    /** Makes the first key where there is none, for this user of the machine only. */
    void makeFirst() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, permissions("rwx------"));
        }
        if (files().stream().anyMatch(file -> file.toString().endsWith(ENDING))) {
            return;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            RSAPrivateCrtKey key =
                    (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
            Path unfinished = Files.createTempFile(directory, ".new", "", permissions("rw-------"));
            Files.writeString(unfinished, PemKey.pem(key), StandardCharsets.US_ASCII);
            Files.move(unfinished, directory.resolve(kid(key) + ENDING), StandardCopyOption.ATOMIC_MOVE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        }
    }

    /** A name for a key that has none: a part of the digest of its modulus. */
    static String kid(RSAPrivateCrtKey key) throws GeneralSecurityException {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(key.getModulus().toByteArray());
        return HexFormat.of().formatHex(digest, 0, KID_BYTES);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return new ArrayList<>(entries.limit(4L * MOST_KEYS).toList());
        }
    }

    private static RSAPrivateCrtKey key(Path file) throws IOException {
        try {
            return PemKey.privateKey(text(file));
        } catch (IOException e) {
            throw new IOException(file + " " + e.getMessage(), e);
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new IOException("is longer than " + LONGEST_FILE + " bytes");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static FileAttribute<?> permissions(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
