package dev.memoryservice.server.mcp.stdio;

import io.quarkus.runtime.QuarkusApplication;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Bridges to the server that runs in this process, on a port of the loopback that nobody else has the key to. */
public final class LocalServer implements QuarkusApplication {

    @Override
    public int run(String... arguments) throws IOException, InterruptedException {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        String key = ConfigProvider.getConfig().getValue("memory-service.auth.api-key", String.class);
        try (OutputStream output = new FileOutputStream(FileDescriptor.out)) {
            URI endpoint = URI.create("http://127.0.0.1:" + port + "/mcp");
            new Bridge(HttpClient.newHttpClient(), endpoint, Optional.of(key), System.in, output).run();
        }
        return 0;
    }
}
