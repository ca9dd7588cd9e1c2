package dev.memoryservice.e2e.benchmark;

import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * What one store and one search cost the server in processor time, at 100, 1,000 and 10,000 memories. The figure is the
 * server's own {@code process_cpu_time} around a run of requests, so it holds everything: HTTP, authentication,
 * embedding, SQLite, garbage collection.
 */
final class RequestCost {

    private static final int[] SIZES = {100, 1_000, 10_000};
    private static final int REQUESTS = 200;
    private static final String[] SUBJECTS = {
        "The billing service", "Our staging cluster", "The data team", "A customer in Oslo"
    };
    private static final String[] FACTS = {
        "prefers deployments on Tuesday mornings after the stand-up",
        "keeps its passwords in the vault that the platform group runs",
        "had an outage in March because a certificate expired unseen",
        "asked for invoices in Norwegian with the order number on top"
    };

    private RequestCost() {}

    static void run(String namespace) {
        MemoryServiceHandle service = MemoryServiceHandle.apply(namespace, "requests", "  deletionPolicy: Delete")
                .awaitVerified();
        try (MemoryServiceClient client = service.connect()) {
            int stored = 0;
            for (int size : SIZES) {
                while (stored < size - REQUESTS) {
                    expectOk(client.store(memory(stored++)));
                }
                int base = stored;
                Cost store = measure(client, i -> expectOk(client.store(memory(base + i))));
                stored += REQUESTS;
                // Twice: the first run makes the compiler optimise the loops that grow with the store.
                measure(client, i -> expectOk(client.search(question(REQUESTS + i), 10)));
                Cost search = measure(client, i -> expectOk(client.search(question(i), 10)));
                String at = " at " + stored + " memories, ";
                Benchmarks.report("store" + at + "server CPU", store.cpuMillis(), "ms");
                Benchmarks.report("store" + at + "median latency", store.medianMillis(), "ms");
                Benchmarks.report("search" + at + "server CPU", search.cpuMillis(), "ms");
                Benchmarks.report("search" + at + "median latency", search.medianMillis(), "ms");
            }
        }
        service.delete();
    }

    private record Cost(double cpuMillis, double medianMillis) {}

    private static Cost measure(MemoryServiceClient client, IntConsumer request) {
        double[] millis = new double[REQUESTS];
        double before = cpuSeconds(client);
        for (int i = 0; i < REQUESTS; i++) {
            long start = System.nanoTime();
            request.accept(i);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double cpu = (cpuSeconds(client) - before) * 1000 / REQUESTS;
        Arrays.sort(millis);
        return new Cost(cpu, millis[REQUESTS / 2]);
    }

    private static double cpuSeconds(MemoryServiceClient client) {
        return client.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("process_cpu_time_ns_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) / 1e9)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the server has no metric process_cpu_time_ns_total"));
    }

    private static String memory(int i) {
        return SUBJECTS[i % SUBJECTS.length] + " " + FACTS[(i / SUBJECTS.length) % FACTS.length] + ", note " + i
                + " of project " + (i * 7919L) % 1000;
    }

    private static String question(int i) {
        return "Which team had trouble with project " + (i * 104729L) % 1000 + " and why?";
    }

    private static void expectOk(MemoryServiceClient.Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException("the server answered " + answer);
        }
    }
}
