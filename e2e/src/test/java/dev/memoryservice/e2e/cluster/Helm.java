package dev.memoryservice.e2e.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operator's chart, as a cluster administrator installs it: with the real {@code helm}. */
public final class Helm {

    private static final String RELEASE = "memory-service-operator";

    private Helm() {}

    /** Renders the chart with further options, without touching the cluster. */
    public static Program.Outcome template(String... options) {
        List<String> command =
                new ArrayList<>(List.of("helm", "template", RELEASE, chart(), "--kube-version", "1.34.0"));
        command.addAll(List.of(options));
        return Program.run(command, Map.of());
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
        Program.Outcome outcome = Program.run(command, Map.of());
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed: " + outcome.output());
        }
        return outcome.output();
    }
}
