package dev.memoryservice.operator.server;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configurations that MCP clients read as they are: the {@code mcpServers} object of their files. */
public final class ClientConfiguration {

    /** Where the bridge finds the entries of the connection Secret that the client's user puts beside the configuration. */
    private static final String FOLDER = "/run/secrets/memory/";

    private ClientConfiguration() {}

    /** For a client that speaks Streamable HTTP. Without a key it logs in by OAuth, which it finds out by itself. */
    public static String http(String name, String mcpUrl, Optional<String> key) {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("type", "http");
        server.put("url", mcpUrl);
        key.ifPresent(value -> server.put("headers", Map.of("Authorization", "Bearer " + value)));
        return servers(name, server);
    }

    /**
     * For a client that starts its servers itself and speaks to them over standard input and output: the bridge of the
     * server's image. The key is a mounted file, because a command line and its environment are seen by others.
     *
     * @param ownAuthority whether the server's certificate is from an authority of its own, which is a file, too
     */
    public static String stdio(String name, String url, String image, boolean ownAuthority) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", "--rm"));
        arguments.addAll(mounted("api-key"));
        if (ownAuthority) {
            arguments.addAll(mounted("ca.crt"));
        }
        arguments.addAll(List.of(image, "stdio", "--url", url, "--api-key-file", FOLDER + "api-key"));
        if (ownAuthority) {
            arguments.addAll(List.of("--ca-file", FOLDER + "ca.crt"));
        }
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("command", "docker");
        server.put("args", arguments);
        return servers(name, server);
    }

    private static List<String> mounted(String entry) {
        return List.of("-v", "./" + entry + ":" + FOLDER + entry + ":ro");
    }

    private static String servers(String name, Map<String, Object> server) {
        return Serialization.asJson(Map.of("mcpServers", Map.of(name, server)));
    }
}
