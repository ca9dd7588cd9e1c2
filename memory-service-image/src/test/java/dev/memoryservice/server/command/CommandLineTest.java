package dev.memoryservice.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.command.Command.Ended;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The commands in processes of their own, as a shell starts them. */
class CommandLineTest {

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
        assertThat(ended.errors()).contains("--url is 'memory': give it as http://host:port");
    }

    private static Ended run(String... arguments) throws IOException, InterruptedException {
        return Command.of(arguments).run();
    }
}
