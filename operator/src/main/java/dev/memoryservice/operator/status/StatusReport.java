package dev.memoryservice.operator.status;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import dev.memoryservice.crds.v1alpha1.status.Certificate;
import dev.memoryservice.crds.v1alpha1.status.MemoryServiceStatus;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.CertificateState;
import dev.memoryservice.operator.verification.Verification;
import io.fabric8.kubernetes.api.model.Condition;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The one place where a status is made. The same observation gives an equal status, so nothing is written for it. */
@Singleton
public class StatusReport {

    private final Clock clock;

    StatusReport() {
        this(Clock.systemUTC());
    }

    StatusReport(Clock clock) {
        this.clock = clock;
    }

    /** The status of the resource as observed, with the times of conditions that did not change kept. */
    public MemoryServiceStatus of(MemoryService service, Observation observation) {
        MemoryServiceStatus before = service.reported();
        Optional<Verification.Passed> passed = observation
                .verification()
                .filter(Verification.Passed.class::isInstance)
                .map(Verification.Passed.class::cast);
        return new MemoryServiceStatus(
                service.getMetadata().getGeneration(),
                conditions(service, observation, before.conditions()),
                ServerAddress.of(service).endpoints(),
                passed.map(Verification.Passed::server).orElseGet(before::server),
                service.declared().backend().type().label(),
                service.declared().auth().modes().stream().map(AuthMode::label).collect(Collectors.joining(",")),
                passed.map(Verification.Passed::memories).orElseGet(before::memories),
                observation.replicas(),
                ServerLabels.selector(service).entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(",")),
                ServerNames.connection(service),
                observation
                        .certificate()
                        .map(state -> certificate(service, state))
                        .orElse(null),
                observation
                        .backups()
                        .flatMap(state -> state.status().or(() -> Optional.ofNullable(before.backup())))
                        .orElse(null),
                observation.upgrade().orElse(null));
    }

    private static Certificate certificate(MemoryService service, CertificateState state) {
        return new Certificate(
                state.notAfter().map(Instant::toString).orElse(null),
                state.renewal().map(Instant::toString).orElse(null),
                ServerNames.certificate(service));
    }

    private List<Condition> conditions(MemoryService service, Observation observation, List<Condition> before) {
        Instant now = Instant.now(clock);
        return Conditions.of(
                new Findings(service, observation, now).all(),
                service.getMetadata().getGeneration(),
                before,
                now);
    }
}
