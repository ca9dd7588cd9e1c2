package dev.memoryservice.server.logging;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which request a line of the log is about, and how much is logged, changed while the server runs. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class LoggingTest {

    private static final String CATEGORY = "dev.memoryservice.server.events";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Path levels = ConfigProvider.getConfig().getValue("memory-service.logging.levels-file", Path.class);

    @AfterEach
    void asAtTheStart() throws IOException {
        Files.deleteIfExists(levels);
        await().until(() -> Logger.getLogger(CATEGORY).getLevel() == null);
    }

    @Test
    void theIdOfARequestIsInItsAnswerInItsLinesAndInTheAudit() {
        String id = unique("request").replace(' ', '-');
        List<ExtLogRecord> lines = linesOf("dev.memoryservice.audit", () -> RestAssured.given()
                .header("X-Request-Id", id)
                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .get("/api/memories")
                .then()
                .statusCode(401)
                .header("X-Request-Id", id));

        assertThat(lines).anySatisfy(line -> assertThat(line.getMdcCopy())
                .containsEntry("requestId", id)
                .containsEntry("traceId", TRACE));
        assertThat(client().get("/api/admin/audit").then().extract().asString())
                .contains("\"request_id\":\"" + id + "\"");
    }

    @Test
    void theStoreIsCalledWithTheIdOfTheRequest() throws IOException {
        write("dev.memoryservice.server.metrics=DEBUG");
        await().until(() -> Logger.getLogger("dev.memoryservice.server.metrics").getLevel() != null);
        String id = unique("request").replace(' ', '-');
        List<ExtLogRecord> lines =
                linesOf("dev.memoryservice.server.metrics.MeasuredStore", () -> client().header("X-Request-Id", id)
                        .contentType("application/json")
                        .body("{\"content\":\"" + unique("logged") + "\"}")
                        .post("/api/memories")
                        .then()
                        .statusCode(200));

        assertThat(lines).anySatisfy(line -> {
            assertThat(line.getMdcCopy()).containsEntry("requestId", id);
            assertThat(text(line)).startsWith("Store: ").doesNotContain("logged");
        });
    }

    @Test
    void theStatementThatTookLongestIsNamedByItsTextWithTheIdOfTheRequestAndNoValue() throws IOException {
        String category = "dev.memoryservice.server.store.sqlite";
        write(category + "=DEBUG");
        await().until(() -> Logger.getLogger(category).getLevel() != null);
        String writing = unique("writing").replace(' ', '-');
        String reading = unique("reading").replace(' ', '-');
        List<ExtLogRecord> lines = linesOf(category + ".SlowStatements", () -> {
            client().header("X-Request-Id", writing)
                    .contentType("application/json")
                    .body("{\"content\":\"" + unique("statement") + "\",\"tags\":[\"statement-tag\"]}")
                    .post("/api/memories")
                    .then()
                    .statusCode(200);
            client().header("X-Request-Id", reading)
                    .get("/api/memories?tag=statement-tag")
                    .then()
                    .statusCode(200);
        });

        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(text(line)).matches("SQL: \\d+ us: [A-Z].*").doesNotContain("statement"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.getMdcCopy()).containsEntry("requestId", writing))
                .anySatisfy(line -> {
                    assertThat(line.getMdcCopy()).containsEntry("requestId", reading);
                    assertThat(text(line)).contains("SELECT");
                });
    }

    @Test
    void whatABackupLogsIsAboutTheRequestThatBeganIt() {
        String id = unique("request").replace(' ', '-');
        List<ExtLogRecord> lines =
                linesOf("dev.memoryservice.server.backup.Backups", () -> client().header("X-Request-Id", id)
                        .contentType("application/json")
                        .body("{}")
                        .post("/api/admin/backups")
                        .then()
                        .statusCode(202));

        assertThat(lines).anySatisfy(line -> {
            assertThat(text(line)).startsWith("Backup ");
            assertThat(line.getMdcCopy()).containsEntry("requestId", id);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "-x", "\"quoted\"", "{{jndi}}", ""})
    void anIdThatDoesNotBelongIntoALogIsReplaced(String id) {
        String answered = RestAssured.given()
                .header("X-Request-Id", id)
                .get("/api/health")
                .then()
                .statusCode(200)
                .extract()
                .header("X-Request-Id");

        assertThat(answered).matches("[0-9a-f]{16}");
    }

    @Test
    void aLongIdIsReplacedAndEachRequestHasItsOwn() {
        String first = RestAssured.given()
                .header("X-Request-Id", "a".repeat(65))
                .get("/api/health")
                .header("X-Request-Id");
        String second = RestAssured.given().get("/api/health").header("X-Request-Id");

        assertThat(first).hasSize(16).isNotEqualTo(second);
    }

    @Test
    void levelsFollowTheFile() throws IOException {
        Logger own = Logger.getLogger(CATEGORY);

        write(CATEGORY + "=DEBUG\nroot=WARN");
        await().until(() -> own.isLoggable(org.jboss.logmanager.Level.DEBUG));
        assertThat(Logger.getLogger("").getLevel()).isEqualTo(org.jboss.logmanager.Level.WARN);
        assertThat(Logger.getLogger("dev.memoryservice.audit").isLoggable(org.jboss.logmanager.Level.INFO))
                .isTrue();

        Files.delete(levels);
        await().until(() -> !own.isLoggable(org.jboss.logmanager.Level.DEBUG));
        assertThat(Logger.getLogger("").getLevel()).isNotEqualTo(org.jboss.logmanager.Level.WARN);
    }

    @Test
    void debugIsOfTheServersOwnClassesOnly() throws IOException {
        write("root=DEBUG");

        await().until(() -> Logger.getLogger(CATEGORY).isLoggable(org.jboss.logmanager.Level.DEBUG));
        assertThat(Logger.getLogger("io.vertx").isLoggable(org.jboss.logmanager.Level.DEBUG))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.memoryservice.server.events=LOUD",
                "io.vertx=DEBUG",
                "dev.memoryserviceX=DEBUG",
                "\\u00zz=DEBUG"
            })
    void aFileThatSaysNonsenseChangesNothing(String nonsense) throws IOException {
        List<ExtLogRecord> lines = linesOf(LogLevels.class.getName(), () -> write(CATEGORY + "=DEBUG\n" + nonsense));

        assertThat(lines)
                .anySatisfy(line -> assertThat(text(line)).startsWith("The levels of the log stay as they are: "));
        assertThat(Logger.getLogger(CATEGORY).isLoggable(org.jboss.logmanager.Level.DEBUG))
                .isFalse();
    }

    /** As a whole, as the kubelet replaces it. */
    private void write(String content) throws IOException {
        Path whole = Files.writeString(levels.resolveSibling("levels.new"), content);
        Files.move(whole, levels, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String text(ExtLogRecord line) {
        return new PatternFormatter("%m").format(line);
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private static List<ExtLogRecord> linesOf(String category, Action action) {
        List<ExtLogRecord> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                ExtLogRecord wrapped = ExtLogRecord.wrap(line);
                wrapped.copyMdc();
                lines.add(wrapped);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(category);
        logger.addHandler(handler);
        try {
            action.run();
            await().until(() -> !lines.isEmpty());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }
}
