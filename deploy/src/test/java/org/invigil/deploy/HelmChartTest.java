package org.invigil.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.invigil.server.configuration.ConfigurationCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The chart as Helm itself renders it, held against the schemas of Kubernetes. */
class HelmChartTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Path CHART = Path.of("helm/invigil").toAbsolutePath();

    private static final String LEAST = """
            database: { url: "jdbc:postgresql://db.example:5432/invigil?sslmode=verify-full" }
            storage: { bucket: invigil-clips }
            """;

    private static final String EVERYTHING = LEAST + """
            image: { repository: registry.example/invigil, tag: "1.2.3", pullPolicy: Always }
            imagePullSecrets: [ { name: registry } ]
            config: { invigil.sitting.fps: 20, logging.structured.format.console: logstash }
            extraEnv: [ { name: TZ, value: UTC } ]
            javaOptions: -Xss512k
            autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 30 }
            ingress: { enabled: true, host: exams.example, tlsSecret: exams-tls, annotations: { a.example/b: c } }
            networkPolicy: { from: [ { namespaceSelector: { matchLabels: { name: ingress } } } ], databasePort: 6543 }
            serviceMonitor: { enabled: true, labels: { release: prometheus } }
            serviceAccount: { annotations: { a.example/b: c } }
            podAnnotations: { a.example/b: c }
            podLabels: { team: exams }
            nodeSelector: { kubernetes.io/arch: amd64 }
            tolerations: [ { key: exams, operator: Exists, effect: NoSchedule } ]
            affinity: { podAntiAffinity: {} }
            """;

    private final Path folder;

    HelmChartTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Lint reads the chart's own values, and those lack a database on purpose: a copy gets one. */
    @Test
    void lintFindsNothing() throws Exception {
        Path copy = folder.resolve("invigil");
        FileSystemUtils.copyRecursively(CHART, copy);
        Files.writeString(
                copy.resolve("values.yaml"),
                Files.readString(CHART.resolve("values.yaml"))
                        .replace("url: \"\"", "url: jdbc:postgresql://db.example:5432/invigil")
                        .replace("bucket: \"\"", "bucket: invigil-clips"));
        var result = new Helm(copy).lint().strict().call();
        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.matches("\\[(ERROR|WARNING)].*"));
    }

    @ParameterizedTest
    @CsvSource({"least,6", "everything,9"})
    void everyManifestIsValid(String values, int manifests) throws Exception {
        Map<String, ObjectNode> rendered = render(values.equals("least") ? LEAST : EVERYTHING);
        assertThat(rendered).hasSize(manifests);
        for (ObjectNode manifest : rendered.values()) {
            if (!manifest.path("kind")
                    .asString()
                    .equals("ServiceMonitor")) { // the operator's own kind; its fields are looked at below
                Kubernetes.validate(manifest);
            }
        }
    }

    @Test
    void theSchemasAreRealOnes() throws Exception {
        ObjectNode deployment = deployment();
        container(deployment).putObject("redinessProbe");
        assertThatThrownBy(() -> Kubernetes.validate(deployment)).hasMessageContaining("redinessProbe");
        container(deployment).remove("redinessProbe");
        assertThatCode(() -> Kubernetes.validate(deployment)).doesNotThrowAnyException();
        container(deployment).remove("name");
        assertThatThrownBy(() -> Kubernetes.validate(deployment)).hasMessageContaining("name");
    }

    @Test
    void theServerTakesTheRenderedConfiguration() throws Exception {
        for (String values : List.of(LEAST, EVERYTHING)) {
            Path file = Files.writeString(folder.resolve("invigil.yaml"), configuration(render(values)));
            StandardEnvironment environment = new StandardEnvironment();
            new YamlPropertySourceLoader()
                    .load("chart", new FileSystemResource(file))
                    .forEach(environment.getPropertySources()::addFirst);
            // The keys of the store come from the secret.
            environment.getSystemProperties().put("invigil.storage.s3.access-key", "from-the-secret");
            environment.getSystemProperties().put("invigil.storage.s3.secret-key", "from-the-secret");
            try {
                assertThatCode(() -> ConfigurationCheck.run(environment, file, new DefaultResourceLoader())).doesNotThrowAnyException();
            } finally {
                System.clearProperty("invigil.storage.s3.access-key");
                System.clearProperty("invigil.storage.s3.secret-key");
            }
        }
        assertThat(configuration(render(EVERYTHING)))
                .contains("invigil.sitting.fps: 20")
                .contains("console: logstash")
                .doesNotContain("ecs");
    }

    @Test
    void aNodeDrainsBeforeItIsKilled() throws Exception {
        ObjectNode deployment = deployment();
        int drainSeconds =
                container(deployment).at("/lifecycle/preStop/sleep/seconds").asInt();
        assertThat(deployment
                        .at("/spec/template/spec/terminationGracePeriodSeconds")
                        .asInt())
                .as("grace: endpoints forget the node, requests in flight get 20 s, the sockets and the pool close")
                .isGreaterThanOrEqualTo(drainSeconds + 20 + 10);
        assertThat(deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(-1))
                .isEqualTo(0);
        assertThat(container(deployment).at("/livenessProbe/httpGet/path").asString())
                .isEqualTo("/actuator/health/liveness");
        assertThat(container(deployment).at("/readinessProbe/httpGet/path").asString())
                .isEqualTo("/actuator/health/readiness");
    }

    @Test
    void theContainerMayDoLittle() throws Exception {
        ObjectNode deployment = deployment();
        JsonNode container = container(deployment).path("securityContext");
        assertThat(container.path("readOnlyRootFilesystem").asBoolean(false)).isTrue();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        JsonNode pod = deployment.at("/spec/template/spec");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean(false)).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10_001);
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
        assertThat(container(deployment).path("env"))
                .as("secrets come by reference")
                .allSatisfy(variable -> assertThat(
                                variable.at("/valueFrom/secretKeyRef/key").asString())
                        .isNotEmpty());
    }

    @Test
    void theMonitorPresentsAServiceToken() throws Exception {
        JsonNode endpoint =
                Objects.requireNonNull(render(EVERYTHING).get("ServiceMonitor")).at("/spec/endpoints/0");
        assertThat(endpoint.path("path").asString()).isEqualTo("/actuator/prometheus");
        assertThat(endpoint.path("port").asString()).isEqualTo("http");
        assertThat(endpoint.at("/authorization/credentials/key").asString()).isEqualTo("token");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replicaCount: two                                     | replicaCount
            replicas: 3                                           | replicas
            database: { url: "postgresql://db/x" }                | database
            storage: { bucket: "" }                               | bucket
            ingress: { enabled: true }                            | host
            config: { invigil.database.app.password: secret }     | password
            terminationGracePeriodSeconds: 5                      | terminationGracePeriodSeconds
            """)
    void wrongValuesAreRefusedByName(String wrong, String name) {
        assertThatThrownBy(() -> render(LEAST, wrong)).hasMessageContaining(name);
    }

    @Test
    void nothingIsRenderedWithoutADatabase() {
        assertThatThrownBy(() -> render("")).hasMessageContaining("url").hasMessageContaining("bucket");
    }

    /** The manifests by kind; each kind stands once in the chart. */
    private Map<String, ObjectNode> render(String... values) throws Exception {
        TemplateCommand command = new Helm(CHART)
                .template()
                .withName("exams")
                .withNamespace("exams")
                .withKubeVersion("1.33.0");
        for (int i = 0; i < values.length; i++) {
            command.withValuesFile(Files.writeString(folder.resolve("values-" + i + ".yaml"), values[i]));
        }
        Map<String, ObjectNode> manifests = new TreeMap<>();
        for (Object document : new Yaml().loadAll(new StringReader(command.call()))) {
            if (document != null) {
                ObjectNode manifest = JSON.valueToTree(document);
                assertThat(manifests.put(manifest.path("kind").asString(), manifest))
                        .isNull();
            }
        }
        return manifests;
    }

    private ObjectNode deployment() throws Exception {
        return Objects.requireNonNull(render(LEAST).get("Deployment"));
    }

    private static String configuration(Map<String, ObjectNode> manifests) {
        return Objects.requireNonNull(manifests.get("ConfigMap"))
                .at("/data/invigil.yaml")
                .asString();
    }

    private static ObjectNode container(ObjectNode deployment) {
        return (ObjectNode) deployment.at("/spec/template/spec/containers/0");
    }
}
