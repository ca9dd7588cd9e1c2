package dev.memoryservice.operator.server;

import dev.memoryservice.crds.v1alpha1.MemoryService;

/** What the objects of a server are called. */
public final class ServerNames {

    /** The one container of the Pod. */
    public static final String CONTAINER = "server";

    private ServerNames() {}

    /** ServiceAccount, Deployment, Service and NetworkPolicy have the name of the resource. */
    public static String server(MemoryService service) {
        return service.getMetadata().getName();
    }

    /** The Secret with the keys that the operator made. */
    public static String generatedKeys(MemoryService service) {
        return server(service) + "-api-keys";
    }

    /** The Secret that the server takes its keys from: the user's own where one is named. */
    public static String keys(MemoryService service) {
        return service.declared().auth().referencedSecret().orElseGet(() -> generatedKeys(service));
    }

    /** The claim of the volume with the memories. */
    public static String volume(MemoryService service) {
        return server(service) + "-data";
    }

    /** The Secret with what the server is told of its users. */
    public static String users(MemoryService service) {
        return server(service) + "-users";
    }

    /** The Secret with the key by which the operator administrates the server. */
    public static String operatorKey(MemoryService service) {
        return server(service) + "-operator-key";
    }

    /** The Secret with the authority that the operator made, key included, and the ConfigMap with what clients trust. */
    public static String authority(MemoryService service) {
        return server(service) + "-ca";
    }

    /** The Secret that the server takes its certificate from: the user's own where one is named. */
    public static String certificate(MemoryService service) {
        return switch (service.declared().tls().mode()) {
            case SECRET -> service.declared().tls().referencedSecret().orElseThrow();
            case CERT_MANAGER -> issuedCertificate(service);
            case NONE, SELF_SIGNED -> ownCertificate(service);
        };
    }

    /** The Secret with the certificate that the operator makes. */
    public static String ownCertificate(MemoryService service) {
        return server(service) + "-tls";
    }

    /** The Secret with the certificate that cert-manager makes. */
    public static String issuedCertificate(MemoryService service) {
        return server(service) + "-issued-tls";
    }

    /** The Secret with the keys by which the server's own authorization server signs tokens. */
    public static String signingKeys(MemoryService service) {
        return server(service) + "-oauth-keys";
    }

    /** The Secret with the token by which Prometheus reads the metrics. */
    public static String metricsToken(MemoryService service) {
        return server(service) + "-metrics";
    }

    /** The ConfigMap with the levels of the log. */
    public static String logLevels(MemoryService service) {
        return server(service) + "-logging";
    }

    /** The ConfigMap with the dashboard for Grafana. */
    public static String dashboard(MemoryService service) {
        return server(service) + "-dashboard";
    }

    /** The Secret with everything that a client needs. */
    public static String connection(MemoryService service) {
        return server(service) + "-connection";
    }

    /** The claim of the volume with the backups that the operator makes, and the network policy of the Jobs. */
    public static String backup(MemoryService service) {
        return server(service) + "-backup";
    }

    /** The CronJob of the backups. Without a suffix: the name of a CronJob is at most 52 characters long. */
    public static String backupSchedule(MemoryService service) {
        return server(service);
    }
}
