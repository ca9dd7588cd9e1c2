package dev.memoryservice.operator.testing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The backups and restores of a {@link TestMemoryServer}, which go on when the test says so. */
public final class TestBackups {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final String BACKUPS = "/api/admin/backups";
    static final String RESTORES = "/api/admin/restores";

    private final Map<String, Map<String, Object>> backups = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> restores = new ConcurrentHashMap<>();
    private final List<Map<String, Object>> asked = new CopyOnWriteArrayList<>();
    private volatile String busy = "";
    private volatile String refusal = "";
    private volatile String unusable = "";

    /** A complete backup that the server has, as one of the schedule. */
    public TestBackups with(String id, String trigger, long memories) {
        backups.put(id, backup(id, trigger));
        complete(id, memories);
        return this;
    }

    private static Map<String, Object> backup(String id, String trigger) {
        Map<String, Object> backup = new TreeMap<>();
        backup.put("id", id);
        backup.put("state", "Running");
        backup.put("trigger", trigger);
        backup.put("started_at", time(id));
        backup.put("size_bytes", 0);
        backup.put("encrypted", false);
        backup.put("message", "");
        backup.put("verification", Map.of("state", "None", "message", ""));
        return backup;
    }

    /** When a backup of this id is begun and, in this server, completed. */
    public static String time(String id) {
        return id.replaceFirst("(....)(..)(..)T(..)(..)(..)Z.*", "$1-$2-$3T$4:$5:$6Z");
    }

    /** The backup is made. */
    public void complete(String id, long memories) {
        change(
                backups,
                id,
                Map.of("state", "Succeeded", "completed_at", time(id), "size_bytes", 2048, "memories", memories));
    }

    /** The backup cannot be made. */
    public void fail(String id, String message) {
        change(backups, id, Map.of("state", "Failed", "message", message));
    }

    /** The proof of the backup has ended. */
    public void verify(String id, String state, String message) {
        change(backups, id, Map.of("verification", Map.of("state", state, "message", message)));
        if (state.equals("Succeeded")) {
            change(backups, id, Map.of("verified_at", time(id)));
        }
    }

    /** The retention did not keep the backup. */
    public void prune(String id) {
        backups.remove(id);
    }

    public boolean has(String id) {
        return backups.containsKey(id);
    }

    /** How the proof of the backup stands. */
    public String verification(String id) {
        return String.valueOf(((Map<?, ?>) backups.get(id).get("verification")).get("state"));
    }

    /** Refuses everything that takes time, because it is busy with this; nothing if empty. */
    public void busyWith(String other) {
        busy = other;
    }

    /** Has no place for backups for this reason, until somebody does something; has one if empty. */
    public void refuseBackups(String why) {
        unusable = why;
    }

    /** Refuses restores for ever; not if empty. */
    public void refuseRestores(String why) {
        refusal = why;
    }

    /** The bodies of the requests that asked for something, in order. */
    public List<Map<String, Object>> asked() {
        return List.copyOf(asked);
    }

    /** The restore is through, or failed. */
    public void endRestore(String id, Map<String, Object> fields) {
        change(restores, id, fields);
    }

    public boolean hasRestore(String id) {
        return restores.containsKey(id);
    }

    private static void change(Map<String, Map<String, Object>> all, String id, Map<String, Object> fields) {
        all.computeIfPresent(id, (key, before) -> {
            Map<String, Object> after = new TreeMap<>(before);
            after.putAll(fields);
            return after;
        });
    }

    void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String id = path.replaceFirst("^/api/admin/[a-z]+/?", "").replaceFirst("/.*", "");
        Map<String, Map<String, Object>> all = path.startsWith(RESTORES) ? restores : backups;
        switch (exchange.getRequestMethod()) {
            case "GET" -> get(exchange, all, id);
            case "DELETE" -> reply(exchange, backups.remove(id) == null ? 404 : 204, Map.of());
            default -> post(exchange, all, id);
        }
    }

    private void get(HttpExchange exchange, Map<String, Map<String, Object>> all, String id) throws IOException {
        if (id.isEmpty()) {
            reply(
                    exchange,
                    200,
                    Map.of(
                            "backups",
                            all.values().stream()
                                    .sorted(Comparator.comparing(
                                                    (Map<String, Object> one) -> String.valueOf(one.get("id")))
                                            .reversed())
                                    .collect(Collectors.toList())));
        } else if (all.containsKey(id)) {
            reply(exchange, 200, all.get(id));
        } else {
            reply(exchange, 404, Map.of("detail", "there is no such thing as " + id));
        }
    }

    private void post(HttpExchange exchange, Map<String, Map<String, Object>> all, String id) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!busy.isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", "1");
            reply(exchange, 409, Map.of("detail", "the server is busy with " + busy));
        } else if (all == backups && !unusable.isEmpty()) {
            reply(exchange, 507, Map.of("detail", unusable));
        } else if (!id.isEmpty()) {
            change(backups, id, Map.of("verification", Map.of("state", "Running", "message", "")));
            reply(exchange, 202, backups.get(id));
        } else if (all == restores && !refusal.isEmpty()) {
            reply(exchange, 409, Map.of("detail", refusal));
        } else {
            begin(exchange, all, JSON.readValue(body, new TypeReference<>() {}));
        }
    }

    private void begin(HttpExchange exchange, Map<String, Map<String, Object>> all, Map<String, Object> body)
            throws IOException {
        asked.add(body);
        String id = String.valueOf(body.get("id"));
        all.computeIfAbsent(
                id, key -> all == backups ? backup(id, String.valueOf(body.get("trigger"))) : restore(body));
        reply(exchange, 202, all.get(id));
    }

    private static Map<String, Object> restore(Map<String, Object> body) {
        Map<String, Object> restore = new TreeMap<>(body);
        restore.put("state", "Running");
        restore.put("phase", "Verifying");
        restore.put("message", "");
        return restore;
    }

    private static void reply(HttpExchange exchange, int status, Object body) throws IOException {
        TestMemoryServer.answer(
                exchange, status, "application/json", status == 204 ? "" : JSON.writeValueAsString(body));
    }
}
