package dev.memoryservice.operator.monitoring;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.tls.TLSMode;
import dev.memoryservice.crds.v1alpha1.tls.TLSSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * What Prometheus and Grafana are told of every server, as a file of the folder {@code monitoring} with a place {@code
 * %name%} for each thing that differs. Names of Kubernetes need no escapes in it.
 */
final class MonitoringFile {

    /** When a certificate that nobody renews by itself is to be seen to. */
    private static final Duration A_WEEK = Duration.ofDays(7);

    private final String text;

    MonitoringFile(String name) {
        try (InputStream file = MonitoringFile.class.getResourceAsStream("/monitoring/" + name)) {
            text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The file for one server. */
    String of(MemoryService service, Map<String, String> more) {
        String namespace = service.getMetadata().getNamespace();
        String name = service.getMetadata().getName();
        String filled = text.replace("%namespace%", namespace)
                .replace("%service%", name)
                // In quotes that neither JSON nor YAML has to escape.
                .replace("%selector%", "namespace='" + namespace + "',memory_service='" + name + "'")
                .replace("%certificate-seconds%", Long.toString(certificateSeconds(service)));
        for (Map.Entry<String, String> place : more.entrySet()) {
            filled = filled.replace("%" + place.getKey() + "%", place.getValue());
        }
        return filled;
    }

    /** How long before its end a certificate should have been renewed: half of what whoever renews it has for that. */
    private static long certificateSeconds(MemoryService service) {
        TLSSpec tls = service.declared().tls();
        boolean ownPace = tls.mode() == TLSMode.SELF_SIGNED || tls.mode() == TLSMode.CERT_MANAGER;
        Duration half = tls.renewal().dividedBy(2);
        return (ownPace && half.compareTo(A_WEEK) < 0 ? half : A_WEEK).toSeconds();
    }
}
