import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs the operator once against a stand-in of the Kubernetes API that has one MemoryService with one MemoryUser to
 * reconcile, and stops it with SIGTERM when all is quiet, so that the virtual machine writes an AOT cache of what an operator really does.
 *
 * <p>The stand-in keeps what it is given, answers lists, watches and server-side apply, and checks nothing: it is there to
 * have code run, not to test it. The operator finds it the way it does in a Pod, by the environment and the files of its
 * service account. Arguments: the key store of the stand-in (PKCS 12, password {@code training}), then the operator's
 * command line. Exit code 0 means that the operator reconciled and stopped.
 */
class OperatorTraining {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** Long enough for the reconciliations that the first one's own writes set off. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    public static void main(String[] arguments) throws Exception {
        List<String> command = List.of(arguments).subList(1, arguments.length);
        Vertx vertx = Vertx.vertx();
        ApiServer api = new ApiServer();
        HttpServer server = api.listen(vertx, Path.of(arguments[0]));
        api.store(
                "/apis/memoryservice.dev/v1alpha1/namespaces/default/memoryservices/training",
                new JsonObject()
                        .put("apiVersion", "memoryservice.dev/v1alpha1")
                        .put("kind", "MemoryService")
                        .put("metadata", new JsonObject().put("name", "training").put("namespace", "default"))
                        .put("spec", new JsonObject()));
        api.store(
                "/apis/memoryservice.dev/v1alpha1/namespaces/default/memoryusers/trainee",
                new JsonObject()
                        .put("apiVersion", "memoryservice.dev/v1alpha1")
                        .put("kind", "MemoryUser")
                        .put("metadata", new JsonObject().put("name", "trainee").put("namespace", "default"))
                        .put("spec", new JsonObject().put("serviceRef", new JsonObject().put("name", "training"))));

        Process operator = start(command, server.actualPort());
        boolean reconciled = false;
        try {
            CompletableFuture.anyOf(api.statusWritten, operator.onExit()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            reconciled = api.statusWritten.isDone();
            operator.waitFor(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            operator.destroy();
            if (!operator.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                operator.destroyForcibly();
                reconciled = false;
            }
        }
        if (!reconciled) {
            System.err.println("The operator did not reconcile the MemoryService of the training run: its output is above");
        }
        System.exit(reconciled ? 0 : 1);
    }

    private static Process start(List<String> command, int port) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectInput(new File("/dev/null"));
        Map<String, String> environment = builder.environment();
        environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
        environment.put("KUBERNETES_SERVICE_PORT", String.valueOf(port));
        // A virtual machine that records its classes is slow, and more so on a busy machine.
        environment.put("QUARKUS_KUBERNETES_CLIENT_CONNECTION_TIMEOUT", PATIENCE.toString());
        environment.put("QUARKUS_KUBERNETES_CLIENT_REQUEST_TIMEOUT", PATIENCE.toString());
        return builder.start();
    }

    /** Objects by their path, and who watches them. All of it runs on one event loop, or before the server has a client. */
    private static final class ApiServer {

        private record Watch(Collection collection, ServerWebSocket client) {}

        private final Map<String, JsonObject> objects = new TreeMap<>();
        private final List<Watch> watches = new ArrayList<>();
        private final CompletableFuture<Void> statusWritten = new CompletableFuture<>();
        private long resourceVersion = 1;

        HttpServer listen(Vertx vertx, Path keyStore) throws Exception {
            HttpServerOptions options = new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PfxOptions().setPath(keyStore.toString()).setPassword("training"));
            return vertx.createHttpServer(options)
                    .webSocketHandler(client -> watches.add(new Watch(Collection.of(client.path()), client)))
                    .requestHandler(request -> request.body().onSuccess(body -> {
                        JsonObject given = body.length() == 0 ? new JsonObject() : new JsonObject(body);
                        answer(request, given);
                    }))
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        private void answer(HttpServerRequest request, JsonObject given) {
            String path = request.path();
            HttpMethod method = request.method();
            if (method.equals(HttpMethod.GET)) {
                read(path).ifPresentOrElse(found -> reply(request, 200, found), () -> reply(request, 404, notFound()));
            } else if (method.equals(HttpMethod.DELETE)) {
                Optional<JsonObject> removed = Optional.ofNullable(objects.remove(path));
                reply(request, removed.isPresent() ? 200 : 404, removed.orElseGet(ApiServer::notFound));
            } else if (path.endsWith("/selfsubjectrulesreviews")) {
                reply(request, 201, given.copy().put("status", everyRight()));
            } else if (method.equals(HttpMethod.POST)) {
                String name = given.getJsonObject("metadata", new JsonObject())
                        .getString("name", "generated-" + resourceVersion);
                reply(request, 201, store(path + "/" + name, given));
            } else if (path.endsWith("/status")) {
                statusWritten.complete(null);
                String owner = path.substring(0, path.length() - "/status".length());
                JsonObject whole = objects.getOrDefault(owner, given).copy().put("status", given.getValue("status"));
                reply(request, 200, store(owner, whole));
            } else {
                reply(request, 200, store(path, given));
            }
        }

        /** Adds what an API server adds, and tells the watchers. An object that stays the same keeps its version. */
        JsonObject store(String path, JsonObject given) {
            JsonObject before = objects.get(path);
            JsonObject after = given.copy();
            JsonObject metadata = after.getJsonObject("metadata", new JsonObject()).copy();
            metadata.remove("managedFields");
            JsonObject old = before == null ? new JsonObject() : before.getJsonObject("metadata");
            metadata.put("uid", old.getString("uid", UUID.randomUUID().toString()));
            metadata.put("creationTimestamp", old.getString("creationTimestamp", "2026-01-01T00:00:00Z"));
            metadata.put("generation", old.getLong("generation", 1L));
            metadata.put("resourceVersion", old.getString("resourceVersion", "1"));
            after.put("metadata", metadata);
            if (before != null && before.containsKey("status") && !after.containsKey("status")) {
                after.put("status", before.getValue("status"));
            }
            if (!after.equals(before)) {
                metadata.put("resourceVersion", String.valueOf(++resourceVersion));
                objects.put(path, after);
                JsonObject event =
                        new JsonObject().put("type", before == null ? "ADDED" : "MODIFIED").put("object", after);
                watches.removeIf(watch -> watch.client().isClosed());
                watches.stream()
                        .filter(watch -> watch.collection().holds(path))
                        .forEach(watch -> watch.client().writeTextMessage(event.encode()));
            }
            return after;
        }

        private Optional<JsonObject> read(String path) {
            if (path.equals("/version")) {
                return Optional.of(new JsonObject()
                        .put("major", "1")
                        .put("minor", "34")
                        .put("gitVersion", "v1.34.0"));
            }
            if (objects.containsKey(path)) {
                return Optional.of(objects.get(path));
            }
            Collection collection = Collection.of(path);
            if (!collection.isList()) {
                return Optional.empty();
            }
            JsonArray items = new JsonArray();
            objects.forEach((where, object) -> {
                if (collection.holds(where)) {
                    items.add(object);
                }
            });
            return Optional.of(new JsonObject()
                    .put("kind", "List")
                    .put("apiVersion", "v1")
                    .put("metadata", new JsonObject().put("resourceVersion", String.valueOf(resourceVersion)))
                    .put("items", items));
        }

        /** What the leader election asks before it begins. */
        private static JsonObject everyRight() {
            JsonObject rule = new JsonObject()
                    .put("verbs", JsonArray.of("*", "get", "create", "update"))
                    .put("apiGroups", JsonArray.of("*", "coordination.k8s.io"))
                    .put("resources", JsonArray.of("*", "leases"));
            return new JsonObject()
                    .put("resourceRules", JsonArray.of(rule))
                    .put("nonResourceRules", new JsonArray())
                    .put("incomplete", false);
        }

        private static JsonObject notFound() {
            return new JsonObject()
                    .put("kind", "Status")
                    .put("apiVersion", "v1")
                    .put("status", "Failure")
                    .put("reason", "NotFound")
                    .put("code", 404);
        }

        private static void reply(HttpServerRequest request, int status, JsonObject body) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(body.encode());
        }
    }

    /**
     * A path of the Kubernetes API taken apart: {@code /apis/GROUP/VERSION[/namespaces/NAMESPACE]/PLURAL[/NAME]}, or
     * {@code /api/v1/...} for the core group.
     */
    private record Collection(String group, Optional<String> namespace, String plural, boolean isList) {

        static Collection of(String path) {
            List<String> parts = List.of(path.substring(1).split("/"));
            int rest = parts.getFirst().equals("api") ? 2 : 3;
            if (parts.size() <= rest) {
                return new Collection(path, Optional.empty(), "", false);
            }
            String group = String.join("/", parts.subList(0, rest));
            boolean namespaced = parts.get(rest).equals("namespaces") && parts.size() > rest + 2;
            int plural = namespaced ? rest + 2 : rest;
            return new Collection(
                    group,
                    namespaced ? Optional.of(parts.get(rest + 1)) : Optional.empty(),
                    parts.get(plural),
                    parts.size() == plural + 1);
        }

        boolean holds(String path) {
            Collection object = of(path);
            return object.group.equals(group)
                    && object.plural.equals(plural)
                    && (namespace.isEmpty() || namespace.equals(object.namespace));
        }
    }
}
