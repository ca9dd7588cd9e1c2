package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterOfItsOwn;
import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.Helm;
import dev.memoryservice.e2e.cluster.Program;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator as its chart installs it: values, rights, upgrade and removal. */
@ClusterOfItsOwn
class ChartTest {

    private static final String OPERATOR =
            "system:serviceaccount:" + ClusterUnderTest.operatorNamespace() + ":memory-service-operator";

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @ParameterizedTest
    @CsvSource({
        "watchNamespace=here",
        "replicas=many",
        "probeInterval=often",
        "logLevel=LOUD",
        "image.pullPolicy=Sometimes",
        "monitoring.runbooks=somewhere",
        "monitoring.runbooks=https://example.com/runbooks/"
    })
    void aWrongValueIsRefusedBeforeAnythingIsApplied(String value) {
        Program.Outcome outcome = Helm.template("--set", value);

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.output())
                .contains(value.substring(0, value.indexOf('=')).replaceAll("^.*\\.", ""));
    }

    @Test
    void alertsLinkToRunbooksWhereTheirAddressIsGivenAndNameThePageOtherwise() {
        String[] alerts = {"--show-only", "templates/monitoring.yaml", "--set", "monitoring.alerts.enabled=true"};

        assertThat(Helm.template(alerts).output())
                .contains("runbook: docs/runbooks/MemoryServiceNotVerified.md")
                .doesNotContain("runbook_url");

        String link = "--set=monitoring.runbooks=https://example.com/runbooks";
        assertThat(Helm.template(Stream.concat(Stream.of(alerts), Stream.of(link))
                                .toArray(String[]::new))
                        .output())
                .contains("runbook_url: https://example.com/runbooks/MemoryServiceNotVerified.md")
                .doesNotContain("runbook: ");
    }

    @Test
    void withNamedNamespacesTheOperatorHasNoRightsElsewhere() {
        String other = NAMESPACE.name() + "-other";
        TestNamespace.create(ClusterUnderTest.client(), other);
        Helm.upgrade("--set", "watchNamespaces={" + NAMESPACE.name() + "}");
        try {
            assertThat(operatorMay("list", "secrets", NAMESPACE.name())).isTrue();
            assertThat(operatorMay("list", "secrets", other)).isFalse();
            assertThat(operatorMay("list", "secrets", operatorNamespace())).isFalse();

            MemoryServiceHandle.apply(NAMESPACE.name(), "watched", "  deletionPolicy: Delete")
                    .awaitVerified()
                    .delete();
        } finally {
            Helm.upgrade("--set", "watchNamespaces=null");
            ClusterUnderTest.client().namespaces().withName(other).delete();
        }
    }

    @Test
    void removingTheChartKeepsEveryMemoryServiceRunning(@TempDir Path folder) throws IOException {
        MemoryServiceHandle service = MemoryServiceHandle.apply(
                        NAMESPACE.name(), "unattended", "  deletionPolicy: Delete")
                .awaitVerified();
        String pod = service.pods().getFirst().getMetadata().getUid();
        Path values = Files.writeString(folder.resolve("values.yaml"), Helm.values());

        Helm.uninstall();
        try {
            assertThat(service.resource().get()).isNotNull();
            try (var client = service.connect()) {
                assertThat(client.store("Nobody is watching").status()).isEqualTo(200);
            }
        } finally {
            Helm.install(values.toString());
        }
        service.awaitVerified();
        assertThat(service.pods().getFirst().getMetadata().getUid()).isEqualTo(pod);
        service.delete();
    }

    @Test
    void theOperatorReportsMetricsAndIsReady() {
        Pod operator = ClusterUnderTest.operatorPods().getFirst();
        assertThat(Readiness.isPodReady(operator)).isTrue();
        String metrics = ClusterUnderTest.client()
                .raw("/api/v1/namespaces/%s/pods/%s:8081/proxy/metrics"
                        .formatted(operatorNamespace(), operator.getMetadata().getName()));
        assertThat(metrics).contains("operator_sdk_reconciliations", "jvm_memory_used_bytes");
    }

    @Test
    void theOperatorMayTouchNothingOfDefinitionsButTheStoredVersionsOfItsOwn() {
        String own = "memoryservices.memoryservice.dev";
        assertThat(operatorMayWithDefinition("get", "", own)).isTrue();
        assertThat(operatorMayWithDefinition("patch", "status", own)).isTrue();
        assertThat(operatorMayWithDefinition("patch", "", own)).isFalse();
        assertThat(operatorMayWithDefinition("patch", "status", "others.example.com"))
                .isFalse();
        assertThat(operatorMayWithDefinition("get", "", "others.example.com")).isFalse();
    }

    private static boolean operatorMayWithDefinition(String verb, String subresource, String name) {
        return allows(new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(OPERATOR)
                .withNewResourceAttributes()
                .withVerb(verb)
                .withGroup("apiextensions.k8s.io")
                .withResource("customresourcedefinitions")
                .withSubresource(subresource)
                .withName(name)
                .endResourceAttributes()
                .endSpec()
                .build());
    }

    private static boolean operatorMay(String verb, String resource, String namespace) {
        return allows(new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(OPERATOR)
                .withNewResourceAttributes()
                .withVerb(verb)
                .withResource(resource)
                .withNamespace(namespace)
                .endResourceAttributes()
                .endSpec()
                .build());
    }

    private static boolean allows(SubjectAccessReview review) {
        return ClusterUnderTest.client().resource(review).create().getStatus().getAllowed();
    }

    private static String operatorNamespace() {
        return ClusterUnderTest.operatorNamespace();
    }
}
