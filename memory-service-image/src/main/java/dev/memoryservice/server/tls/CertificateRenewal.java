package dev.memoryservice.server.tls;

import dev.memoryservice.server.ServerConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Follows a certificate that is renewed in its files, as cert-manager and the kubelet do it. A pair that does not fit
 * together is left alone, and the last good one goes on to serve: the framework's own reload would take it, and refuse
 * every client from then on. What was checked is what serves, whatever comes into the files meanwhile.
 */
@Singleton
public final class CertificateRenewal {

    private static final Logger LOG = Logger.getLogger(CertificateRenewal.class);

    private static final Duration SHORTEST_RELOAD = Duration.ofMillis(100);
    private static final Duration LONGEST_RELOAD = Duration.ofHours(1);

    private final RenewableContexts contexts;
    private final Vertx vertx;
    private final Optional<CertificateFiles> files;
    private final Duration reload;
    private volatile X509Certificate serving;
    /** What was found good last; empty after trouble. */
    private String checked = "";

    private String lastProblem = "";

    CertificateRenewal(ServerConfig config, RenewableContexts contexts, Vertx vertx) {
        this.contexts = contexts;
        this.vertx = vertx;
        this.files = config.tls()
                .certificate()
                .map(certificate -> new CertificateFiles(
                        certificate, config.tls().privateKey().orElseThrow()));
        this.reload = config.tls().reload();
    }

    void start(@Observes StartupEvent event, MeterRegistry metrics) {
        if (files.isEmpty()) {
            return;
        }
        if (reload.compareTo(SHORTEST_RELOAD) < 0 || reload.compareTo(LONGEST_RELOAD) > 0) {
            throw new ConfigurationException(
                    "memory-service.tls.reload is " + reload + ": use a time from 100ms to 1h");
        }
        try {
            serve(files.get().check(vertx));
        } catch (IOException e) {
            throw new ConfigurationException("HTTPS cannot be served: " + e.getMessage(), e);
        }
        Gauge.builder(
                        "memory.service.certificate.expiry",
                        () -> serving.getNotAfter().toInstant().getEpochSecond())
                .baseUnit("timestamp.seconds")
                .description("When the certificate that serves expires")
                .register(metrics);
        vertx.setPeriodic(
                reload.toMillis(),
                timer -> vertx.executeBlocking(
                        () -> {
                            look();
                            return true;
                        },
                        true));
    }

    private void serve(CertificateFiles.Pair pair) throws IOException {
        contexts.use(pair.keys());
        serving = pair.certificate();
    }

    /** One at a time: the calls are ordered. */
    private void look() {
        try {
            String content = files.orElseThrow().fingerprint();
            if (content.equals(checked)) {
                return;
            }
            CertificateFiles.Pair found = files.orElseThrow().check(vertx);
            if (!found.certificate().equals(serving)) {
                serve(found);
                LOG.infof(
                        "The certificate was renewed: it is valid until %s",
                        serving.getNotAfter().toInstant());
            }
            checked = content;
            lastProblem = "";
        } catch (IOException e) {
            checked = "";
            if (!lastProblem.equals(e.getMessage())) {
                LOG.warnf("The certificate was not renewed, the one before stays in force: %s", e.getMessage());
                lastProblem = e.getMessage();
            }
        }
    }
}
