package org.invigil.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.invigil.server.InvigilServer;
import org.invigil.server.database.StartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;

/** What a wrong configuration is told: here the check itself, below the real start with all of it at once. */
class ConfigurationCheckTest {

    private final Path folder;

    ConfigurationCheckTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            invigil.siting.fps: 20                | there is no such key; did you mean invigil.sitting.fps?
            invigil.sitting.frames-per-hour: 20   | there is no such key
            sever.port: 80                        | there is no such key; did you mean server.port?
            something.else: 1                     | there is no such key
            invigil.data: /srv                    | is told on the command line: --data
            invigil.sitting.fps: fast             | must be a whole number, not fast
            invigil.sitting.fps: 31               | must be less than or equal to 30, not 31
            invigil.sitting.fps: ""               | must be a whole number, not empty
            invigil.sitting.jpeg-quality: 80      | must be 0.1 to 1, not 80.0
            invigil.sitting.grace: a while        | must be a time such as 15s, 2m or 12h, not a while
            invigil.sitting.grace: 1h             | must be 0s to 10m
            invigil.sitting.clip.max-bytes: 10    | must be greater than or equal to 65536, not 10
            invigil.storage.kind: s4              | must be one of file, s3, not s4
            invigil.storage.s3.path-style: maybe  | must be true or false, not maybe
            invigil.analysis.engine: mush         | must be one of mesh, haar, not mush
            invigil.analysis.threads: -1          | must be greater than or equal to 0, not -1
            invigil.scoring.sink.capacity: 1      | must be greater than or equal to 100, not 1
            invigil.deadline-sweep.interval: 9h   | must be 100ms to 5m
            invigil.allowed-origins: [a.example]  | must be an origin such as https://exams.example, without a path, not a.example
            """)
    void aWrongKeyOrValueIsNamedWithItsLine(String line, String reason) throws Exception {
        assertThatThrownBy(() -> check("# a comment\n" + line, Map.of()))
                .isInstanceOf(StartException.class)
                .message()
                .contains("invigil.yaml, line 2): " + reason);
    }

    @Test
    void whatIsMissingTogetherWithAnotherKeyIsNamed() {
        assertThatThrownBy(() -> check("invigil.storage.kind: s3", Map.of()))
                .hasMessageContaining("Set invigil.storage.s3.bucket, or invigil.storage.kind=file.");
    }

    @Test
    void aSecretIsNeverRepeated() {
        assertThatThrownBy(() -> check("invigil.database.url: postgresql://user:hidden@db.example/x", Map.of()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("must be a JDBC address")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void variablesOfTheEnvironmentAreCheckedUnlessTheyAreSomebodyElses() {
        assertThatThrownBy(() -> check("", Map.of("INVIGIL_SITTING_FSP", "20")))
                .hasMessageContaining("environment variable INVIGIL_SITTING_FSP")
                .hasMessageContaining("did you mean invigil.sitting.fps?");
        assertThatThrownBy(() -> check("", Map.of("INVIGIL_SITTING_FPS", "many")))
                .hasMessageContaining(
                        "invigil.sitting.fps (environment variable INVIGIL_SITTING_FPS): must be a whole number, not many");
        assertThatCode(() -> check(
                        "",
                        Map.of(
                                "INVIGIL_JAVA_OPTS", "-Xmx1g",
                                "INVIGIL_SERVICE_HOST", "10.0.0.1",
                                "INVIGIL_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                                "INVIGIL_STORAGE_S3_ACCESSKEY", "one",
                                "INVIGIL_STORAGE_S3_SECRET_KEY", "two",
                                "INVIGIL_SITTING_JPEGQUALITY", "0.7")))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsRightIsTaken() {
        assertThatCode(() -> check("""
                        invigil:
                          sitting: { fps: 20, jpegQuality: 0.7, grace: PT20S }
                          storage: { kind: S3, s3: { bucket: b, access-key: a, secret-key: s } }
                          allowed-origins: [ "https://a.example", "http://localhost:5173" ]
                          analysis:
                        server.port: 9000
                        spring.datasource.hikari.maximum-pool-size: 5
                        logging.level.org.postgresql: debug
                        """, Map.of())).doesNotThrowAnyException();
    }

    @Test
    void theStartTellsEverythingAtOnceAndStartsNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("exam-hall.yaml"), """
                invigil.sitting.fps: 500
                invigil.sitting.width: wide
                invigil.siting.height: 240
                """);
        Ended start = start(file, Map.of("INVIGIL_ANALYSIS_THREDS", "2"));
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.output())
                .containsExactly(
                        "invigil: The configuration is wrong:",
                        "  invigil.analysis.threds (environment variable INVIGIL_ANALYSIS_THREDS): there is no such key; did you mean invigil.analysis.threads?",
                        "  invigil.siting.height (exam-hall.yaml, line 3): there is no such key; did you mean invigil.sitting.height?",
                        "  invigil.sitting.fps (exam-hall.yaml, line 1): must be less than or equal to 30, not 500",
                        "  invigil.sitting.width (exam-hall.yaml, line 2): must be a whole number, not wide",
                        "Every key is described in deploy/invigil.yaml.");
        assertThat(folder.resolve("data/postgres")).doesNotExist();
    }

    @Test
    void aFileThatIsNotYamlOrNotThereIsOneLine() throws Exception {
        Ended notYaml = start(Files.writeString(folder.resolve("broken.yaml"), "server:\n  port: [\n"), Map.of());
        assertThat(notYaml.exitCode()).isEqualTo(1);
        assertThat(notYaml.output())
                .singleElement()
                .asString()
                .startsWith("invigil: The configuration file is not valid YAML: ")
                .endsWith("line 3");
        Ended missing = start(folder.resolve("none.yaml"), Map.of());
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.output()).singleElement().asString().contains("none.yaml is missing");
    }

    /** Variables that know their names, as those of a real start do. */
    private static final class Variables extends SystemEnvironmentPropertySource implements OriginLookup<String> {

        Variables(Map<String, Object> variables) {
            super(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables);
        }

        @Override
        public Origin getOrigin(String key) {
            return new SystemEnvironmentOrigin(resolvePropertyName(key));
        }
    }

    private void check(String yaml, Map<String, Object> variables) throws Exception {
        Path file = Files.writeString(folder.resolve("invigil.yaml"), yaml);
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new Variables(variables));
        new YamlPropertySourceLoader()
                .load("file", new FileSystemResource(file))
                .forEach(environment.getPropertySources()::addLast);
        ConfigurationCheck.run(environment, file);
    }

    private record Ended(int exitCode, List<String> output) {}

    private Ended start(Path file, Map<String, String> variables) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                InvigilServer.class.getName(),
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--config",
                file.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process process = builder.start();
        try (BufferedReader lines = process.inputReader()) {
            List<String> output = lines.lines().collect(Collectors.toList());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
