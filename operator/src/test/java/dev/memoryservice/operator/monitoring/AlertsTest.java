package dev.memoryservice.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.testing.Services;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The alerts, judged by Prometheus' own tool: each fires when its fault is made, and clears when it is repaired. */
class AlertsTest {

    private static final Path SCENARIOS = Path.of("src/test/resources/monitoring");
    private static final Path OF_OPERATOR = Path.of("../helm-chart/files/monitoring/operator-alerts.yaml");
    private static final Path RUNBOOKS = Path.of("../docs/runbooks");

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(
                folder.resolve("server-alerts.yaml"),
                Serialization.asYaml(alerts("{}").getSpec()));
        Files.writeString(
                folder.resolve("operator-alerts.yaml"),
                Files.readString(OF_OPERATOR)
                        .replace("%job%", "namespace='memory-service-system',job='memory-service-operator'")
                        .replace("%runbook%", "runbook_url: https://example.com/runbooks"));
        try (Stream<Path> scenarios = Files.list(SCENARIOS)) {
            for (Path file : scenarios.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private static PrometheusRule alerts(String spec) {
        MemoryService service = Services.withSpec(spec);
        return new AlertsDependent(Services.settings()).manifest(service);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "operator"})
    void everyAlertFiresAndClears(String whose) throws Exception {
        promtool("check", "rules", folder.resolve(whose + "-alerts.yaml").toString());
        promtool("test", "rules", folder.resolve(whose + "-alerts.test.yaml").toString());
    }

    @Test
    void everyAlertHasAScenarioThatFiresItAndARunbook() throws IOException {
        StringBuilder scenarios = new StringBuilder();
        for (String file : List.of("server", "operator")) {
            scenarios.append(Files.readString(folder.resolve(file + "-alerts.test.yaml")));
        }

        for (String alert : alerts()) {
            assertThat(scenarios)
                    .as("fires")
                    .containsPattern("alertname: " + alert + "\\n\\s+exp_alerts:\\n\\s+- exp_labels");
            assertThat(scenarios).as("clears").contains("alertname: " + alert + ", exp_alerts: []");
            assertThat(RUNBOOKS.resolve(alert + ".md")).content().startsWith("# " + alert + "\n");
        }
    }

    @Test
    void everyRunbookIsOfAnAlert() throws IOException {
        try (Stream<Path> pages = Files.list(RUNBOOKS)) {
            assertThat(pages.map(page -> page.getFileName().toString().replace(".md", "")))
                    .filteredOn(name -> !name.equals("README"))
                    .containsExactlyInAnyOrderElementsOf(alerts());
        }
    }

    @Test
    void withoutAnAddressOfRunbooksAlertsNameThePageAndLinkToNothing() {
        PrometheusRule rule =
                new AlertsDependent(Services.settings(Optional.empty())).manifest(Services.withSpec("{}"));

        assertThat(Serialization.asYaml(rule.getSpec()))
                .contains("runbook: \"docs/runbooks/MemoryServiceDown.md\"")
                .doesNotContain("runbook_url", "://");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                          | 604800
            tls: {mode: Secret, secretName: mine}                       | 604800
            tls: {mode: SelfSigned}                                     | 604800
            tls: {mode: SelfSigned, lifetime: 6h}                       | 3600
            tls: {mode: SelfSigned, lifetime: 720h, renewBefore: 240h}  | 432000
            """)
    void aCertificateIsLateWhenHalfOfTheTimeForItsRenewalIsOver(String spec, long seconds) {
        assertThat(Serialization.asYaml(alerts(spec).getSpec())).contains("- time() < " + seconds);
    }

    private Set<String> alerts() throws IOException {
        Set<String> alerts = new TreeSet<>(names(Files.readString(folder.resolve("server-alerts.yaml"))));
        alerts.addAll(names(Files.readString(folder.resolve("operator-alerts.yaml"))));
        return alerts;
    }

    private static List<String> names(String rules) {
        return Pattern.compile("alert: \"?(\\w+)\"?")
                .matcher(rules)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toList());
    }

    private void promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void nothingIsLeftToFillIn() {
        MemoryService service = Services.withSpec("{}");
        String dashboard = new DashboardDependent().manifest(service).getData().get("agents-team.json");

        assertThat(Serialization.unmarshal(dashboard, JsonNode.class).path("panels"))
                .isNotEmpty();
        assertThat(dashboard).doesNotContainPattern("%[a-z-]+%");
        assertThat(Serialization.asYaml(alerts("{}").getSpec())).doesNotContainPattern("%[a-z-]+%");
    }
}
