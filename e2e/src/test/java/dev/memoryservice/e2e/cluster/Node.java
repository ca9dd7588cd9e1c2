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

    /** The image of every pod's sandbox, which a node always has: a program that does nothing until it is asked to end. */
    public static final String PAUSE_IMAGE = "localhost/pause:1";

    /** Ends the main process of a pod's first container with SIGKILL, as the kernel does when memory runs out. */
    public void killContainer(Pod pod) {
        signal(pod, "SIGKILL");
    }

    /** Stops the main process of a pod's first container, which then does nothing, nor ends before it is killed. */
    public void stopContainer(Pod pod) {
        signal(pod, "SIGSTOP");
    }

    private void signal(Pod pod, String signal) {
        run("ctr", "--namespace", "k8s.io", "tasks", "kill", "--signal", signal, containerId(pod));
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
    public void start(Path log, String... program) {
        try {
            Files.createDirectories(log.getParent());
            List<String> command = new ArrayList<>(List.of(tool.toString(), "exec", "--state", state.toString(), "--"));
            command.addAll(List.of(program));
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + String.join(" ", program), e);
        }
    }

    /** Runs a script on the node, which sees the folders of the node; whose failure is one of the test. */
    public String shell(String script) {
        return run("sh", "-ec", script);
    }

    /** The name that Kubernetes knows the node by. */
    public String name() {
        return shell("hostname").strip();
    }

    /**
     * Bounds how often the container of a pod may write to the disk below a folder, each second; 0 ends that. Writes wait,
     * as they do on a disk that is slow.
     */
    public void throttleWrites(Pod pod, String folder, int timesASecond) {
        shell("""
                group=$(find /sys/fs/cgroup/blkio -type d -name %s)
                echo "$(findmnt -no MAJ:MIN %s | tr -d ' ') %d" > "$group/blkio.throttle.write_iops_device"
                """.formatted(containerId(pod), folder, timesASecond));
    }

    /** Ends a component of the node with SIGKILL; it is started again at once. */
    public void killComponent(String component) {
        control("kill", component);
    }

    /** Stops a component of the node, until it is started again. */
    public void stopComponent(String component) {
        control("stop", component);
    }

    /** Starts a component that was stopped, and waits until it serves. */
    public void startComponent(String component) {
        control("start", component);
    }

    private void control(String action, String component) {
        execute(List.of(tool.toString(), action, "--state", state.toString(), component));
    }

    /** Joins a further node to the cluster, on which only pods run that tolerate its taint. */
    public Node addNode(String name) {
        String output = execute(List.of(tool.toString(), "add-node", "--state", state.toString(), "--name", name));
        return new Node(
                tool, Path.of(output.lines().reduce((before, last) -> last).orElseThrow()));
    }

    /** Takes a further node out of the cluster and removes everything of it. */
    public void removeNode(String name) {
        execute(List.of(tool.toString(), "remove-node", "--state", state.toString(), "--name", name));
    }

    /** Brings an image archive to the node. */
    public void load(Path archive) {
        execute(List.of(tool.toString(), "load", "--state", state.toString(), archive.toString()));
    }

    /** A port of this machine that leads to one of a pod, without the API server in between. */
    WayToPod wayTo(Pod pod, int port) {
        return DirectWay.open(List.of(
                tool.toString(),
                "forward",
                "--state",
                state.toString(),
                pod.getStatus().getPodIP() + ":" + port));
    }

    private static String containerId(Pod pod) {
        return pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getContainerID()
                .replaceFirst("^.*://", "");
    }

    /** Writes a file that programs beside those of the cluster see; under {@code /tmp} it ends with the cluster. */
    public void write(String path, String content) {
        runWith(content, "sh", "-c", "mkdir -p \"$(dirname \"$0\")\" && cat >\"$0\"", path);
    }

    /** What {@code url} answers to a program beside those of the cluster; its body whatever the status is. */
    public String fetch(String url, String... options) {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--max-time", "20"));
        command.addAll(List.of(options));
        command.add(url);
        return run(command.toArray(String[]::new));
    }

    private String run(String... command) {
        return runWith("", command);
    }

    private String runWith(String input, String... command) {
        List<String> line = new ArrayList<>(List.of(tool.toString(), "exec", "--state", state.toString(), "--"));
        line.addAll(List.of(command));
        return execute(line, input);
    }

    private static String execute(List<String> line) {
        return execute(line, "");
    }

    private static String execute(List<String> line, String input) {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // A container that is already gone is what the caller wanted.
            if (!process.waitFor(2, TimeUnit.MINUTES) || (process.exitValue() != 0 && !output.contains("not found"))) {
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
