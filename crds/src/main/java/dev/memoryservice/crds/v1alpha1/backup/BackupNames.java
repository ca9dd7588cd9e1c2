package dev.memoryservice.crds.v1alpha1.backup;

/** Forms of the names around backups. */
public final class BackupNames {

    /** An id of a backup: when it was begun, and four characters that tell it from another of the same second. */
    public static final String ID = "^[0-9]{8}T[0-9]{6}Z-[a-z0-9]{4}$";

    /** A name of a MemoryBackup or MemoryRestore. */
    public static final String OBJECT = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

    /** As long as a MemoryService's name, a dash and an id together may be. */
    public static final int LONGEST_OBJECT = 100;

    private BackupNames() {}
}
