package dev.memoryservice.server.backup.format;

import dev.memoryservice.server.portable.InvalidFileException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Encrypts the parts of one file, each with AES-256-GCM and the key of this file, which HKDF-SHA256 (RFC 5869) makes of
 * the named key and a random salt. The nonce is the part's place and kind, and every part vouches for the header, so none
 * can be left out, moved, taken from another file, or put under another header; the manifest's kind ends the file.
 */
final class PartCipher {

    static final String ALGORITHM = "AES-256-GCM";

    private static final int SALT_BYTES = 32;
    private static final int CHECK_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final String keyName;
    private final SecretKey key;
    private final byte[] header;

    private PartCipher(String keyName, SecretKey key, byte[] header) {
        this.keyName = keyName;
        this.key = key;
        this.header = header;
    }

    /** What the header of a new file says. */
    static BackupHeader.Encryption begin(EncryptionKey named) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new BackupHeader.Encryption(named.name(), salt, check(named, salt));
    }

    /**
     * The cipher of the file with this header.
     *
     * @param header the bytes of the header's part, as they are in the file
     * @throws InvalidFileException when the key of that name is another one
     */
    static PartCipher of(EncryptionKey named, BackupHeader.Encryption encryption, byte[] header) {
        if (!MessageDigest.isEqual(check(named, encryption.salt()), encryption.check())) {
            throw new InvalidFileException("the key '" + named.name()
                    + "' is not the one that encrypted it: give the key that had this name then");
        }
        return new PartCipher(named.name(), derived(named, encryption.salt(), "part"), Checksums.sha256(header));
    }

    byte[] encrypt(int number, PartKind kind, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, number, kind).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    byte[] decrypt(int number, PartKind kind, byte[] encrypted) {
        try {
            return cipher(Cipher.DECRYPT_MODE, number, kind).doFinal(encrypted);
        } catch (AEADBadTagException e) {
            throw new InvalidFileException(
                    "the key '" + keyName + "' does not open it: it was changed, or is not of this file", e);
        } catch (GeneralSecurityException e) {
            throw new InvalidFileException("it cannot be decrypted: " + e.getMessage(), e);
        }
    }

    private Cipher cipher(int mode, int number, PartKind kind) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .putInt(kind.code())
                .putLong(number)
                .array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        return cipher;
    }

    private static byte[] check(EncryptionKey named, byte[] salt) {
        return Arrays.copyOf(derived(named, salt, "check").getEncoded(), CHECK_BYTES);
    }

    private static SecretKey derived(EncryptionKey named, byte[] salt, String what) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(named.bytes())
                                    .addSalt(salt)
                                    .thenExpand(
                                            ("memory-service backup 2 " + what).getBytes(StandardCharsets.US_ASCII),
                                            EncryptionKey.LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 25 has HKDF-SHA256", e);
        }
    }
}
