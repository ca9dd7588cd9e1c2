package dev.memoryservice.operator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.crds.v1alpha1.MemoryServiceSpec;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server itself refuses, and in which words. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class SpecRulesIT {

    private static final String NO_COLLECTOR =
            "spec.tracing.endpoint: Invalid value: \"object\": endpoint is not the address of a collector; give one for OTLP"
                    + " over HTTP, without /v1/traces, user, query and fragment, for example"
                    + " http://collector.observability.svc:4318";

    @Inject
    KubernetesClient client;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    static Stream<Arguments> badSpecs() {
        return Stream.of(
                Arguments.of(
                        "replicas: 2",
                        "spec.replicas: Invalid value: \"object\": replicas is above 1, but two servers on one SQLite file would"
                                + " corrupt it; use 1, or 0 to stop the server"),
                Arguments.of(
                        "replicas: -1",
                        "spec.replicas: Invalid value: -1: spec.replicas in body should be greater than or equal to 0"),
                Arguments.of("tracing: {endpoint: \"collector:4318\"}", NO_COLLECTOR),
                Arguments.of("tracing: {endpoint: \"grpc://collector:4317\"}", NO_COLLECTOR),
                Arguments.of("tracing: {endpoint: \"http://user:secret@collector:4318\"}", NO_COLLECTOR),
                Arguments.of("tracing: {endpoint: \"http://collector:70000\"}", NO_COLLECTOR),
                Arguments.of("tracing: {endpoint: \"http://collector:none\"}", NO_COLLECTOR),
                Arguments.of("tracing: {endpoint: \"http://collector:4318?x=y\"}", NO_COLLECTOR),
                Arguments.of("tracing: {samplingPercent: 5}", "spec.tracing.endpoint: Required value"),
                Arguments.of(
                        "tracing: {endpoint: \"http://collector:4318\", samplingPercent: 101}",
                        "spec.tracing.samplingPercent: Invalid value: 101"),
                Arguments.of("version: latest", "spec.version: Invalid value: \"latest\""),
                Arguments.of("image: \"a b\"", "spec.image: Invalid value: \"a b\""),
                Arguments.of("imagePullPolicy: Sometimes", "spec.imagePullPolicy: Unsupported value: \"Sometimes\""),
                Arguments.of("deletionPolicy: Keep", "spec.deletionPolicy: Unsupported value: \"Keep\""),
                Arguments.of("backend: {type: Postgres}", "spec.backend.type: Unsupported value: \"Postgres\""),
                Arguments.of(
                        "backend: {sqlite: {storage: {accessMode: ReadWriteMany}}}",
                        "spec.backend.sqlite.storage.accessMode: Unsupported value: \"ReadWriteMany\""),
                Arguments.of(
                        "backend: {sqlite: {storage: {size: 1Mi}}}",
                        "size is below 64Mi, too small for a database with its write-ahead log; ask for at least 64Mi"),
                Arguments.of(
                        "backend: {sqlite: {pragmas: {writable_schema: \"1\"}}}",
                        "a name in pragmas is not one that may be set: busy_timeout, cache_size, journal_mode,"),
                Arguments.of(
                        "backend: {sqlite: {pragmas: {cache_size: large}}}",
                        "a value in pragmas is not a whole number"),
                Arguments.of(
                        "backend: {sqlite: {pragmas: {synchronous: NORMAL}}}",
                        "synchronous in pragmas must be FULL or EXTRA, because less loses acknowledged memories"),
                Arguments.of(
                        "backend: {sqlite: {pragmas: {journal_mode: \"OFF\"}}}", "journal_mode in pragmas must be WAL"),
                Arguments.of(
                        "backend: {sqlite: {pragmas: {cache_size: \"1,x=2\"}}}",
                        "spec.backend.sqlite.pragmas.cache_size: Invalid value: \"1,x=2\""),
                Arguments.of("logging: {level: LOUD}", "spec.logging.level: Unsupported value: \"LOUD\""),
                Arguments.of("logging: {format: XML}", "spec.logging.format: Unsupported value: \"XML\""),
                Arguments.of(
                        "logging: {categories: {io.vertx: DEBUG}}",
                        "categories contains a name that is not of the server's own classes; use dev.memoryservice or one below"),
                Arguments.of(
                        "logging: {categories: {dev.memoryservice.server: TRACE}}",
                        "spec.logging.categories.dev.memoryservice.server: Unsupported value: \"TRACE\""),
                Arguments.of(
                        "monitoring: {alerts: {enabled: true}}",
                        "alerts.enabled is true, but serviceMonitor.enabled is not, so the alerts would take the server for dead"),
                Arguments.of(
                        "monitoring: {dashboard: {enabled: true}, serviceMonitor: {enabled: false}}",
                        "dashboard.enabled is true, but serviceMonitor.enabled is not, so the dashboard would be empty"),
                Arguments.of(
                        "monitoring: {serviceMonitor: {enabled: true, interval: 1s}}",
                        "interval is not from 5s to 5m; choose a time between"),
                Arguments.of(
                        "monitoring: {serviceMonitor: {enabled: true, interval: often}}",
                        "spec.monitoring.serviceMonitor.interval: Invalid value: \"often\""),
                Arguments.of(
                        "monitoring: {serviceMonitor: {enabled: true, labels: {app.kubernetes.io/name: a}}}",
                        "labels contains one by which the operator finds its object"),
                Arguments.of(
                        "auth: {modes: [None, APIKey]}",
                        "modes contains None beside another mode, but None lets everyone in; remove None or the others"),
                Arguments.of("auth: {modes: []}", "spec.auth.modes in body should have at least 1 items"),
                Arguments.of("auth: {modes: [APIKey, APIKey]}", "spec.auth.modes[1]: Duplicate value: \"APIKey\""),
                Arguments.of(
                        "auth: {modes: [None], apiKey: {secretRef: {name: keys}}}",
                        "apiKey is given, but modes does not contain APIKey, so no key would be asked for; add APIKey to"
                                + " modes or remove apiKey"),
                Arguments.of(
                        "auth: {apiKey: {secretRef: {name: keys}, rotation: {period: 2160h}}}",
                        "rotation is given beside secretRef, but the keys of that Secret are yours to replace; remove one"
                                + " of them"),
                Arguments.of("auth: {apiKey: {secretRef: {}}}", "spec.auth.apiKey.secretRef.name: Required value"),
                Arguments.of(
                        "network: {service: {nodePort: 30001}}",
                        "nodePort is given, but a Service of type ClusterIP has none; set type to NodePort or"
                                + " LoadBalancer, or remove nodePort"),
                Arguments.of(
                        "network: {service: {type: NodePort, nodePort: 70000}}",
                        "spec.network.service.nodePort in body should be less than or equal to 65535"),
                Arguments.of(
                        "network: {allowedHosts: [\"https://a\"]}",
                        "spec.network.allowedHosts[0]: Invalid value: \"https://a\""),
                Arguments.of(
                        "network: {cors: {allowedOrigins: [app.example.com]}}",
                        "spec.network.cors.allowedOrigins[0]: Invalid value: \"app.example.com\""),
                Arguments.of(
                        "network: {networkPolicy: {enabled: false, from: [{podSelector: {}}]}}",
                        "from is given, but enabled is false, so nothing would be restricted; set enabled to true or"
                                + " remove from"),
                Arguments.of(
                        "podTemplate: {labels: {app.kubernetes.io/name: other}}",
                        "labels contains one by which the operator finds the Pod (app.kubernetes.io/name, instance,"
                                + " component or managed-by); remove it"),
                Arguments.of(
                        "podTemplate: {env: [{name: MEMORY_SERVICE_AUTH_MODES, value: None}]}",
                        "env contains a variable that the operator sets from another field; use"
                                + " backend.sqlite.pragmas, auth, tls, network, backup, logging or monitoring for it"),
                Arguments.of(
                        "auth: {modes: [OAuth]}",
                        "auth.modes contains OAuth, but tls.mode is None, so tokens and passwords would travel in clear"
                                + " text; set tls.mode, or give in auth.oauth.issuer the https address"),
                Arguments.of(
                        "auth: {oauth: {issuer: \"https://memory.example.com\"}}",
                        "oauth is given, but modes does not contain OAuth"),
                Arguments.of(
                        "auth: {modes: [OAuth], oauth: {issuer: \"http://memory.example.com\"}}",
                        "spec.auth.oauth.issuer: Invalid value: \"http://memory.example.com\""),
                Arguments.of(
                        "{tls: {mode: SelfSigned}, auth: {modes: [OAuth], oauth: {accessTokenLifetime: 25h}}}",
                        "accessTokenLifetime is not from 1m to 24h"),
                Arguments.of(
                        "{tls: {mode: SelfSigned}, auth: {modes: [OAuth], oauth: {refreshTokenLifetime: 30s}}}",
                        "refreshTokenLifetime is not from 1m to 8760h"),
                Arguments.of(
                        "{tls: {mode: SelfSigned}, auth: {modes: [OAuth], oauth: {keyRotationPeriod: 1h}}}",
                        "keyRotationPeriod is not from 24h to 87600h"),
                Arguments.of(
                        "{tls: {mode: SelfSigned}, auth: {modes: [OAuth], oauth: {dynamicRegistration: false, external:"
                                + " {issuer: \"https://login.example.com\"}}}}",
                        "external is given beside accessTokenLifetime, refreshTokenLifetime, dynamicRegistration"),
                Arguments.of(
                        "podTemplate: {env: [{name: MEMORY_SERVICE_OAUTH_ISSUER, value: a}]}",
                        "env contains a variable that the operator sets from another field"),
                Arguments.of(
                        "tls: {mode: SelfSigned, certManager: {}}",
                        "certManager is given, but mode is not CertManager; set mode to CertManager or remove"
                                + " certManager"),
                Arguments.of(
                        "tls: {mode: Secret}",
                        "mode is Secret, but secretName is missing; name the Secret with tls.crt and tls.key"),
                Arguments.of(
                        "tls: {secretName: mine}",
                        "secretName is given, but mode is not Secret; set mode to Secret or remove secretName"),
                Arguments.of(
                        "tls: {mode: Secret, secretName: mine, dnsNames: [a.example.com]}",
                        "dnsNames is given, but only the modes SelfSigned and CertManager make a certificate"),
                Arguments.of("tls: {lifetime: 2h}", "lifetime or renewBefore is given, but only the modes SelfSigned"),
                Arguments.of("tls: {mode: SelfSigned, lifetime: 59m}", "lifetime is not from 1h to 19800h (825 days"),
                Arguments.of("tls: {mode: SelfSigned, lifetime: 90d}", "spec.tls.lifetime: Invalid value: \"90d\""),
                Arguments.of("tls: {mode: SelfSigned, renewBefore: 4m}", "renewBefore is below 5m"),
                Arguments.of(
                        "tls: {mode: SelfSigned, lifetime: 2h, renewBefore: 2h}",
                        "renewBefore is not shorter than lifetime by at least 1m"),
                Arguments.of(
                        "tls: {mode: SelfSigned, dnsNames: [\"https://a\"]}",
                        "spec.tls.dnsNames[0]: Invalid value: \"https://a\""),
                Arguments.of(
                        "tls: {mode: CertManager, certManager: {issuerRef: {kind: ClusterIssuer}}}",
                        "spec.tls.certManager.issuerRef.name: Required value"));
    }

    @ParameterizedTest
    @MethodSource("badSpecs")
    void aBadSpecIsRefusedWithWordsThatHelp(String spec, String words) {
        assertThatThrownBy(() -> cluster.create("team", spec))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(words);
    }

    static Stream<Arguments> badChanges() {
        return Stream.of(
                Arguments.of(
                        "{}",
                        "backend: {sqlite: {storage: {storageClassName: fast}}}",
                        "storageClassName cannot be changed, because a volume cannot move to another class; undo the"
                                + " change, or make a new MemoryService and copy the memories into it"),
                Arguments.of(
                        "backend: {sqlite: {storage: {storageClassName: fast}}}",
                        "backend: {sqlite: {storage: {storageClassName: slow}}}",
                        "storageClassName cannot be changed"),
                Arguments.of(
                        "backend: {sqlite: {storage: {storageClassName: fast}}}",
                        "suspend: true",
                        "storageClassName cannot be changed"),
                Arguments.of(
                        "{}",
                        "backend: {sqlite: {storage: {accessMode: ReadWriteOncePod}}}",
                        "accessMode cannot be changed, because a volume claim keeps the mode it was made with; undo the"
                                + " change, or make a new MemoryService and copy the memories into it"));
    }

    @ParameterizedTest
    @MethodSource("badChanges")
    void aChangeThatNoVolumeAllowsIsRefused(String before, String after, String words) {
        cluster.apply("team", before);

        assertThatThrownBy(() -> cluster.apply("team", after))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aNameThatIsNoDnsLabelIsRefused() {
        assertThatThrownBy(() -> cluster.apply("1team", "{}"))
                .hasMessageContaining("metadata.name is not a DNS label, which the Service of the same name needs; use"
                        + " lower-case letters, digits and '-', begin with a letter and end with a letter or a digit");
        assertThatThrownBy(() -> cluster.apply("team.a", "{}")).hasMessageContaining("is not a DNS label");
    }

    @Test
    void aNameThatIsTooLongForWhatIsMadeFromItIsRefused() {
        cluster.apply("a".repeat(50), "{}");

        assertThatThrownBy(() -> cluster.apply("a".repeat(51), "{}"))
                .hasMessageContaining(
                        "metadata.name is longer than 50 characters, so the objects made from it could not"
                                + " be named; choose a shorter name");
    }

    @Test
    void constantDefaultsAreTheSameInTheDefinitionAndInTheTypes() {
        var everyGroupGiven = cluster.apply(
                "team",
                "{backend: {sqlite: {storage: {}}}, auth: {}, tls: {}, network: {service: {}, networkPolicy: {}}}");
        var nothingGiven = MemoryServiceSpec.defaults();

        assertThat(everyGroupGiven.getSpec()).isEqualTo(nothingGiven);
    }
}
