package dev.memoryservice.server.backup;

/** What is done to backups and with them, one thing at a time. */
public enum Work {
    BACKUP("backup"),
    VERIFICATION("verification of the backup"),
    RESTORE("restore"),
    DELETION("deletion of the backup"),
    PRUNING("pruning of");

    private final String words;

    Work(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
