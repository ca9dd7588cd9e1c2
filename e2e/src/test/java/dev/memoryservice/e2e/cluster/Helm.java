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

    /**
     * Upgrades a release of an older chart to the chart and the image of this tree. What the installer had set stays, and
     * everything else has the new chart's defaults, which {@code --reuse-values} would not know.
     */
    public static void upgradeToPresent() {
        List<String> command =
                new ArrayList<>(List.of("helm", "upgrade", RELEASE, chart(), "--reset-then-reuse-values"));
        command.addAll(inNamespace());
        succeed(command);
    }

    /** The version of the operator that the chart of this tree installs. */
    public static String appVersion() {
        return succeed(List.of("helm", "show", "chart", chart()))
                .lines()
                .filter(line -> line.startsWith("appVersion:"))
                .map(line ->
                        line.substring(line.indexOf(':') + 1).replace('"', ' ').strip())
                .findFirst()
                .orElseThrow();
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
