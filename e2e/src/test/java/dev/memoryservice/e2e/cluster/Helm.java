package dev.memoryservice.e2e.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operator's chart, as a cluster administrator installs it: with the real {@code helm}. */
public final class Helm {

    private static final String RELEASE = "memory-service-operator";

    private Helm() {}

    /** What a run of {@code helm} came to. */
    public record Outcome(int exitCode, String output) {}

    /** Renders the chart with further options, without touching the cluster. */
    public static Outcome template(String... options) {
        List<String> command =
                new ArrayList<>(List.of("helm", "template", RELEASE, chart(), "--kube-version", "1.34.0"));
        command.addAll(List.of(options));
        return run(command);
    }

    /** Upgrades the installed release, keeping its other values, and waits until the operator is ready. */
    public static void upgrade(String... options) {
        List<String> command = new ArrayList<>(List.of("helm", "upgrade", RELEASE, chart(), "--reuse-values"));
        command.addAll(inNamespace());
        command.addAll(List.of(options));
        succeed(command);
    }

    /** The values that the installed release was given, as YAML. */
    public static String values() {
        List<String> command = new ArrayList<>(List.of("helm", "get", "values", RELEASE, "--output", "yaml"));
        command.addAll(List.of("--namespace", ClusterUnderTest.operatorNamespace()));
        return succeed(command);
    }

    /** Installs the release with the values of a file. */
    public static void install(String valuesFile) {
        List<String> command = new ArrayList<>(List.of("helm", "install", RELEASE, chart(), "--values", valuesFile));
        command.addAll(inNamespace());
        succeed(command);
    }

    /** Removes the release. */
    public static void uninstall() {
        List<String> command = new ArrayList<>(List.of("helm", "uninstall", RELEASE));
        command.addAll(inNamespace());
        succeed(command);
    }

    private static List<String> inNamespace() {
        return List.of("--namespace", ClusterUnderTest.operatorNamespace(), "--wait", "--timeout", "3m");
    }

    private static String chart() {
        return ClusterUnderTest.project().resolve("helm-chart").toString();
    }

    private static String succeed(List<String> command) {
        Outcome outcome = run(command);
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed: " + outcome.output());
        }
        return outcome.output();
    }

    private static Outcome run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " did not end: " + output);
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }
}
