package dev.memoryservice.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The machine that the local cluster's pods run on, for the faults and figures that no API gives.
 *
 * @param tool the tool that runs a command inside the cluster's namespaces
 * @param state the state folder of the cluster
 */
public record Node(Path tool, Path state) {

    /** Ends the main process of a pod's first container with SIGKILL, as the kernel does when memory runs out. */
    public void killContainer(Pod pod) {
        run("ctr", "--namespace", "k8s.io", "tasks", "kill", "--signal", "SIGKILL", containerId(pod));
    }

    /** The memory that the main process of a pod's first container has in RAM, shared pages included, in bytes. */
    public long residentBytes(Pod pod) {
        String pid = run("ctr", "--namespace", "k8s.io", "tasks", "list")
                .lines()
                .filter(line -> line.startsWith(containerId(pod)))
                .map(line -> line.split("\\s+")[1])
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no running container of pod " + pod.getMetadata().getName()));
        return run("cat", "/proc/" + pid + "/status")
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                        .findFirst()
                        .orElseThrow()
                * 1024;
    }

    /** Starts a program beside those of the cluster, with an administrator's kubeconfig; it ends with the cluster. */
    public void start(Path log, String program) {
        try {
            Files.createDirectories(log.getParent());
            new ProcessBuilder(tool.toString(), "exec", "--state", state.toString(), "--", program)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + program, e);
        }
    }

    private static String containerId(Pod pod) {
        return pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getContainerID()
                .replaceFirst("^.*://", "");
    }

    private String run(String... command) {
        List<String> line = new ArrayList<>(List.of(tool.toString(), "exec", "--state", state.toString(), "--"));
        line.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // A container that is already gone is what the caller wanted.
            if (!process.waitFor(30, TimeUnit.SECONDS) || (process.exitValue() != 0 && !output.contains("not found"))) {
                throw new IllegalStateException(String.join(" ", line) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + line, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + line, e);
        }
    }
}
