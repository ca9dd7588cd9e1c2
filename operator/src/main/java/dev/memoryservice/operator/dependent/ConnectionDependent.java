package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.KeyRing;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerKeys;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.ServerCertificates;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
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
        data.put("url", encode(address.url()));
        data.put("mcp-url", encode(address.mcpUrl()));
        data.put("events-url", encode(address.eventsUrl()));
        data.put("mcp.json", encode(clientConfiguration(address, key)));
        key.ifPresent(value -> data.put("api-key", encode(value)));
        authority.ifPresent(text -> data.put(AUTHORITY, encode(text)));
        return new SecretBuilder()
                .withMetadata(metadata(service))
                .withType("Opaque")
                .withData(data)
                .build();
    }

    /** The {@code mcpServers} object that MCP clients read from their configuration files. */
    private static String clientConfiguration(ServerAddress address, Optional<String> key) {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("type", "http");
        server.put("url", address.mcpUrl());
        key.ifPresent(value -> server.put("headers", Map.of("Authorization", "Bearer " + value)));
        return Serialization.asJson(Map.of("mcpServers", Map.of(address.name(), server)));
    }

    private static String encode(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}
