package dev.memoryservice.server.backup.format;

import java.util.Optional;

/** The keys that are at hand to read encrypted backups. */
@FunctionalInterface
public interface KeyRing {

    /** No key at all. */
    KeyRing NONE = name -> Optional.empty();

    /** The key of that name. */
    Optional<EncryptionKey> named(String name);
}
