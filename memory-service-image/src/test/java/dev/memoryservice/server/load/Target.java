package dev.memoryservice.server.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server under load, and what it costs. */
final class Target {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern CPU_TIME =
            Pattern.compile("^process_cpu_time_ns_total(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE);
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final Optional<String> key;
    private final OptionalLong process;

    /** @param process the server's process on this machine, for its resident memory */
    Target(URI address, Optional<String> key, OptionalLong process) {
        this.address = address;
        this.key = key;
        this.process = process;
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json");
        key.ifPresent(k -> request.header("Authorization", "Bearer " + k));
        return request;
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    /** The processor time that the server has used since its start, in milliseconds. */
    double cpuMilliseconds() throws IOException, InterruptedException {
        String metrics = send(request("/metrics").GET().build()).body();
        Matcher found = CPU_TIME.matcher(metrics);
        if (!found.find()) {
            throw new IOException(address + "/metrics has no process_cpu_time_ns_total: is the key right?");
        }
        return Double.parseDouble(found.group(1)) / 1e6;
    }

    /** The server's resident memory in MiB, when its process is known. */
    OptionalLong residentMebibytes() throws IOException {
        if (process.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher found = RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.getAsLong() + "/status")));
        return found.find() ? OptionalLong.of(Long.parseLong(found.group(1)) / 1024) : OptionalLong.empty();
    }

    /** How many memories the server has. */
    long memories() throws IOException, InterruptedException {
        String page = send(request("/api/memories?page_size=1").GET().build()).body();
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(page)
                .path("total")
                .asLong();
    }
}
