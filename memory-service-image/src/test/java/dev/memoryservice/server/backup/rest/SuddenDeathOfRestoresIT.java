package dev.memoryservice.server.backup.rest;

import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.tree;
import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memoryservice.server.Json;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed while it restores has the old memories or those of the backup, never some of both, and says which;
 * and one whose database was damaged gets its memories back. How often it is killed at any moment: {@code -Dkills=50}.
 */
@Timeout(600)
class SuddenDeathOfRestoresIT {

    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final int LONGEST_MILLISECONDS = 400;
    private static final List<String> OLD = contents("Harbour fact", 8);
    private static final List<String> NEW = contents("Mountain fact", 8);
    private static final String SLOW = "20260404T040404Z-slow";

    @TempDir
    private Path directory;

    private ServerProcess server;

    private static List<String> contents(String what, int count) {
        return IntStream.range(0, count).mapToObj(i -> what + " " + i).toList();
    }

    private ServerProcess start() throws IOException {
        return ServerProcess.start(directory, Map.of());
    }

    @Test
    void whateverMomentItIsKilledAtThereIsOneStateOrTheOther() throws Exception {
        server = start();
        try {
            store(OLD);
            String ofOld = backUp();
            OLD.forEach(this::delete);
            store(NEW);
            String ofNew = backUp();

            killedWhileItReplaces(ofOld);

            long seed = Long.getLong("seed", System.nanoTime());
            Random random = new Random(seed);
            String wanted = ofOld;
            for (int kill = 0; kill < KILLS; kill++) {
                int milliseconds = random.nextInt(LONGEST_MILLISECONDS);
                killedAfter(
                        milliseconds,
                        wanted,
                        wanted.equals(ofOld) ? OLD : NEW,
                        "seed %d, kill %d after %d ms".formatted(seed, kill, milliseconds));
                wanted = wanted.equals(ofOld) ? ofNew : ofOld;
            }

            broughtBackAfterTheDatabaseWasDamaged(ofOld);
        } finally {
            server.close();
        }
    }

    /** In the middle of the change itself, where the backup comes slowly. */
    private void killedWhileItReplaces(String backup) throws Exception {
        Path folder = ServerProcess.backups(directory);
        byte[] bytes = Files.readAllBytes(folder.resolve(backup + ".memorybackup"));
        try (PipedBackup slow = PipedBackup.in(folder, SLOW, bytes)) {
            CompletableFuture<Void> header = slow.giveHeader();
            begin("killed-in-the-middle", SLOW);
            header.join();
            slow.giveAll();
            await().until(() -> "Replacing"
                    .equals(restore("killed-in-the-middle").path("phase").asText()));
            slow.giveHalf();
            server.kill();
        }

        server = start();

        JsonNode restore = restore("killed-in-the-middle");
        assertThat(restore.get("state").asText()).isEqualTo("Failed");
        assertThat(restore.get("message").asText())
                .isEqualTo("Interrupted by the end of the server: nothing was changed");
        assertThat(memories()).containsExactlyInAnyOrderElementsOf(NEW);
    }

    private void killedAfter(int milliseconds, String backup, List<String> after, String when) throws Exception {
        List<String> before = memories();
        String id = "restore-" + Instant.now().toEpochMilli();
        begin(id, backup);
        server.killAfter(milliseconds);

        server = start();

        JsonNode restore = restore(id);
        assertThat(restore.get("state").asText()).as(when).isIn("Succeeded", "Failed");
        if ("Succeeded".equals(restore.get("state").asText())) {
            assertThat(memories()).as(when).containsExactlyInAnyOrderElementsOf(after);
        } else {
            assertThat(restore.get("message").asText()).as(when).contains("Interrupted");
            assertThat(memories()).as(when).containsExactlyInAnyOrderElementsOf(before);
        }
        assertRestored(id + "-again", backup, after);
    }

    /** As docs/faults.md says it. */
    private void broughtBackAfterTheDatabaseWasDamaged(String backup) throws Exception {
        assertRestored("before-the-damage", backup, OLD);
        server.stop();
        Path database = directory.resolve("memory.db");
        byte[] noise = new byte[(int) (Files.size(database) / 3)];
        new Random(1).nextBytes(noise);
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
            file.seek(noise.length);
            file.write(noise);
        }

        server = ServerProcess.start(directory, Map.of("MEMORY_SERVICE_SQLITE_SET_ASIDE", "damaged-1"));

        assertThat(directory.resolve("memory.db.damaged-1")).exists();
        assertThat(memories()).isEmpty();
        store(List.of("Stored before the restore"));
        assertRestored("after-the-damage", backup, OLD);
        String safety = restore("after-the-damage").get("safety_backup_id").asText();
        assertRestored("what-came-meanwhile", safety, List.of("Stored before the restore"));
    }

    private void assertRestored(String id, String backup, List<String> contents) {
        begin(id, backup);
        JsonNode restore = await().until(() -> restore(id), state -> !"Running"
                .equals(state.path("state").asText()));
        assertThat(restore.get("state").asText()).as(restore.toPrettyString()).isEqualTo("Succeeded");
        assertThat(memories()).containsExactlyInAnyOrderElementsOf(contents);
        assertThat(Json.<List<String>>at(
                        server.sending(Map.of("query", contents.getFirst())).post("/api/search"),
                        "results[*].memory.content"))
                .contains(contents.getFirst());
    }

    private void begin(String id, String backup) {
        Response begun = server.sending(Map.of("id", id, "backup_id", backup)).post("/api/admin/restores");
        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(202);
    }

    private JsonNode restore(String id) {
        return tree(server.client().get("/api/admin/restores/" + id));
    }

    private String backUp() {
        Response made = server.client().post("/api/admin/backup");
        assertThat(Json.<String>at(made, "state")).as(made.asString()).isEqualTo("Succeeded");
        return at(made, "id");
    }

    private void store(List<String> contents) {
        contents.forEach(content -> assertThat(server.sending(Map.of("content", content))
                        .post("/api/memories")
                        .statusCode())
                .isEqualTo(200));
    }

    private void delete(String content) {
        List<String> hashes = at(
                server.client().get("/api/memories?page_size=100"),
                "memories[?(@.content == '" + content + "')].content_hash");
        assertThat(server.client().delete("/api/memories/" + hashes.getFirst()).statusCode())
                .isEqualTo(200);
    }

    private List<String> memories() {
        return at(
                server.client()
                        .get("/api/memories?page_size=100")
                        .then()
                        .statusCode(200)
                        .extract(),
                "memories[*].content");
    }
}
