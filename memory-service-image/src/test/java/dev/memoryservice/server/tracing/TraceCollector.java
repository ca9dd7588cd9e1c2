package dev.memoryservice.server.tracing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A collector of OpenTelemetry that keeps what it is sent. Names in it are plain text between what protobuf adds. */
public final class TraceCollector implements AutoCloseable {

    private static final List<byte[]> RECEIVED = new CopyOnWriteArrayList<>();

    private final HttpServer server;

    public TraceCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            try (var body = zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
                RECEIVED.add(body.readAllBytes());
            }
            if (RECEIVED.size() > 100) {
                RECEIVED.removeFirst();
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was sent, each byte as a character. */
    static String received() {
        StringBuilder all = new StringBuilder();
        RECEIVED.forEach(body -> all.append(new String(body, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
