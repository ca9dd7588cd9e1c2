package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.ServerCertificates;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.util.Map;

/** What clients are to trust, for those that may not read Secrets; absent where that is a public authority. */
@Singleton
public class PublishedAuthorityDependent extends OwnedDependent<ConfigMap> {

    private final ServerCertificates certificates;

    PublishedAuthorityDependent(ServerCertificates certificates) {
        super(ConfigMap.class);
        this.certificates = certificates;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.authority(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return certificates.block(service, context)
                ? Presence.UNTOUCHED
                : Presence.of(certificates.trusted(service, context).isPresent());
    }

    @Override
    protected ConfigMap desired(MemoryService service, Context<MemoryService> context) {
        return new ConfigMapBuilder()
                .withMetadata(metadata(service))
                .withData(
                        Map.of("ca.crt", certificates.trusted(service, context).orElseThrow()))
                .build();
    }
}
