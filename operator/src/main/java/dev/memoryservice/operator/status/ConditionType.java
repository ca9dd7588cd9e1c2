package dev.memoryservice.operator.status;

/** The conditions of the resources. */
public enum ConditionType {
    /** The spec can be carried out. */
    ACCEPTED("Accepted"),
    /** A Pod answers. */
    AVAILABLE("Available"),
    /** The operator used the server as a client does, and found what was declared. */
    VERIFIED("Verified"),
    /** The server can prove itself to clients; only where HTTPS is asked for. */
    CERTIFICATE_READY("CertificateReady"),
    /** The latest backup was made and verified; only where backups are asked for. */
    BACKUP_HEALTHY("BackupHealthy"),
    /** The backup that the service was to begin with is restored. */
    RESTORED("Restored"),
    /** What the object stands for is done. */
    COMPLETED("Completed"),
    /** The image that is asked for runs and was verified; only once it was changed. */
    UPGRADED("Upgraded"),
    /** The volume can grow when it has to; only where it is to grow by itself. */
    VOLUME_EXPANDABLE("VolumeExpandable"),
    /** Prometheus is told of the server; only where monitoring asks for it. */
    MONITORING_READY("MonitoringReady"),
    /** A change is on its way. */
    PROGRESSING("Progressing"),
    /** The server accepts the user as it is declared. */
    READY("Ready");

    private final String label;

    ConditionType(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
