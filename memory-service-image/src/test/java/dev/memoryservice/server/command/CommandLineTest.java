package dev.memoryservice.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The commands in processes of their own, as a shell starts them. */
class CommandLineTest {

    private record Ended(int status, String output, String errors) {}

    @Test
    void versionPrintsTheVersion() throws Exception {
        Ended ended = run("version");

        assertThat(ended.status()).isZero();
        assertThat(ended.output()).matches("memory-service \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @Test
    void theOptionVersionPrintsTheSame() throws Exception {
        assertThat(run("--version").output()).isEqualTo(run("version").output());
    }

    @Test
    void helpNamesTheCommandsForPeopleOnly() throws Exception {
        Ended ended = run("--help");

        assertThat(ended.status()).isZero();
        assertThat(ended.output()).contains("serve", "version").doesNotContain("train");
    }

    @Test
    void anUnknownCommandExitsWithTwoAndExplainsItself() throws Exception {
        Ended ended = run("dance");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors()).contains("dance").contains("Usage: memory-service");
    }

    @Test
    void anUnknownOptionExitsWithTwo() throws Exception {
        assertThat(run("serve", "--dance").status()).isEqualTo(2);
    }

    @Test
    void stdioTakesADatabaseOrAServer() throws Exception {
        Ended ended = run("stdio", "--url", "http://localhost:1", "--database", "memory.db");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors()).contains("--url or --database");
    }

    @Test
    void stdioRefusesWhatIsNoAddress() throws Exception {
        Ended ended = run("stdio", "--url", "memory");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.errors()).contains("use an address like https://");
    }

    private static Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(CommandProcess.command());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), output, errors);
        } finally {
            process.destroyForcibly();
        }
    }
}
