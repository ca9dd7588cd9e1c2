package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ClientConfiguration;
import dev.memoryservice.operator.server.KeyRing;
import dev.memoryservice.operator.server.SecretData;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerKeys;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.ServerCertificates;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Secret with everything that a client needs: addresses, key, what to trust, and a configuration for MCP clients. */
@Singleton
public class ConnectionDependent extends OwnedDependent<Secret> {

    private static final String AUTHORITY = "ca.crt";

    private final ServerCertificates certificates;

    ConnectionDependent(ServerCertificates certificates) {
        super(Secret.class);
        this.certificates = certificates;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.connection(service);
    }

    /** What clients are told changes together with the server, which waits for a certificate that can be used. */
    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return certificates.block(service, context) ? Presence.UNTOUCHED : Presence.APPLIED;
    }

    @Override
    protected Secret desired(MemoryService service, Context<MemoryService> context) {
        return manifest(
                service,
                ServerKeys.of(service, context).flatMap(KeyRing::clientKey),
                certificates.trusted(service, context));
    }

    Secret manifest(MemoryService service, Optional<String> key, Optional<String> authority) {
        ServerAddress address = ServerAddress.of(service);
        Map<String, String> data = new TreeMap<>();
        data.put("url", address.url());
        data.put("mcp-url", address.mcpUrl());
        data.put("events-url", address.eventsUrl());
        data.put("mcp.json", ClientConfiguration.http(address.name(), address.mcpUrl(), key));
        key.ifPresent(value -> data.put("api-key", value));
        authority.ifPresent(text -> data.put(AUTHORITY, text));
        return new SecretBuilder()
                .withMetadata(metadata(service))
                .withType("Opaque")
                .withData(SecretData.of(data))
                .build();
    }
}
