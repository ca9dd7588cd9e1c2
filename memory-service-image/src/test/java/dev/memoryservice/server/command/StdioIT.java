package dev.memoryservice.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.embedding.TestModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stdio} with a database of its own, by the packaged server in a process of its own. */
class StdioIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    /** A started server; everything that it writes to standard output has to be a message. */
    private record Child(Process process, BufferedReader output, Path errors) {

        static Child start(Path directory) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "--add-modules=jdk.incubator.vector",
                            "-jar",
                            Path.of("target/quarkus-app/quarkus-run.jar")
                                    .toAbsolutePath()
                                    .toString(),
                            "stdio",
                            "--database",
                            "memory.db")
                    .directory(directory.toFile())
                    .redirectError(directory.resolve("errors.txt").toFile());
            builder.environment()
                    .put(
                            "MEMORY_SERVICE_MODEL_DIRECTORY",
                            TestModel.models().toAbsolutePath().toString());
            builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
            Process process = builder.start();
            return new Child(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)),
                    directory.resolve("errors.txt"));
        }

        JsonNode ask(String message) throws IOException {
            OutputStream input = process.getOutputStream();
            input.write((message + "\n").getBytes(UTF_8));
            input.flush();
            String answer = output.readLine();
            assertThat(answer).as("%s", Files.readString(errors)).isNotNull();
            return JSON.readTree(answer);
        }

        void end() throws IOException, InterruptedException {
            process.getOutputStream().close();
            assertThat(output.readLine()).as("nothing else on standard output").isNull();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
    }

    @Test
    void whatOneClientStoresTheNextOneFinds(@TempDir Path directory) throws Exception {
        Child first = Child.start(directory);
        try {
            assertThat(first.ask(
                                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                                            + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}")
                            .at("/result/serverInfo/name")
                            .asText())
                    .isEqualTo("memory-service");
            assertThat(first.ask("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":"
                                    + "\"memory_store\",\"arguments\":{\"content\":\"The key is under the mat\"}}}")
                            .at("/result/structuredContent/success")
                            .asBoolean())
                    .isTrue();
            first.end();
        } finally {
            first.process().destroyForcibly();
        }

        Child second = Child.start(directory);
        try {
            assertThat(second.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
                                    + "\"memory_search\",\"arguments\":{\"query\":\"where is the key?\"}," + META
                                    + "}}")
                            .at("/result/structuredContent/results/0/content")
                            .asText())
                    .isEqualTo("The key is under the mat");
            second.end();
        } finally {
            second.process().destroyForcibly();
        }
        assertThat(List.of(directory.toFile().list())).contains("memory.db");
    }
}
