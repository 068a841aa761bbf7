package org.invigil.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.invigil.server.configuration.ConfigurationCheck;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The composition: read as YAML, as no engine is needed for that. What an engine would make of it is not tested here. */
class ComposeTest {

    private static final Path FOLDER = Path.of("compose");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)(:\\?[^}]*|:-[^}]*)?}");

    @Test
    void everyVariableIsInTheExampleAndSecretsHaveNoDefault() throws Exception {
        Set<String> used = new TreeSet<>();
        Matcher matcher = VARIABLE.matcher(Files.readString(FOLDER.resolve("compose.yaml")));
        while (matcher.find()) {
            used.add(matcher.group(1));
            if (matcher.group(1).matches(".*(PASSWORD|_KEY)")) {
                assertThat(matcher.group(2)).as(matcher.group(1)).startsWith(":?");
            }
        }
        List<String> example = Files.readAllLines(FOLDER.resolve(".env.example")).stream()
                .filter(line -> line.matches("[A-Z0-9_]+=.*"))
                .toList();
        assertThat(example.stream().map(line -> line.replaceFirst("=.*", "")))
                .containsExactlyInAnyOrderElementsOf(used);
        assertThat(example)
                .filteredOn(line -> line.matches("[A-Z0-9_]*(PASSWORD|_KEY)=.+"))
                .isEmpty();
    }

    @Test
    void everyMountedFileExists() throws Exception {
        for (JsonNode service : services()) {
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asString().replaceFirst(":.*", "");
                if (source.startsWith(".")) {
                    assertThat(FOLDER.resolve(source)).exists();
                }
            }
        }
    }

    @Test
    void servicesAreBoundedAndCanDoLittle() throws Exception {
        services().properties().forEach(named -> {
            JsonNode service = named.getValue();
            assertThat(service.path("image").asString()).as(named.getKey()).matches(".+:(.*\\d.*|\\$\\{.*\\d.*})");
            if (service.path("restart").asString().equals("no")) {
                return; // it runs for a moment, before the others
            }
            assertThat(service.path("restart").asString())
                    .as("%s is started again, also after it ran out of memory", named.getKey())
                    .isEqualTo("unless-stopped");
            assertThat(service.path("read_only").asBoolean(false))
                    .as(named.getKey())
                    .isTrue();
            assertThat(service.at("/deploy/resources/limits").propertyNames())
                    .as(named.getKey())
                    .contains("cpus", "memory");
        });
        JsonNode invigil = services().path("invigil");
        assertThat(invigil.path("user").asString()).isEqualTo("10001:10001");
        assertThat(invigil.path("stop_grace_period").asString()).isEqualTo("45s");
        assertThat(invigil.path("tmpfs").path(1).asString())
                .as("native libraries are run from it")
                .contains("exec");
        assertThat(invigil.path("ports").isMissingNode())
                .as("nginx alone is seen from outside")
                .isTrue();
    }

    @Test
    void theServerTakesTheConfiguration() throws Exception {
        Path file = FOLDER.resolve("invigil.yaml");
        StandardEnvironment environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("compose", new FileSystemResource(file))
                .forEach(environment.getPropertySources()::addFirst);
        environment
                .getPropertySources()
                .addFirst(new org.springframework.core.env.MapPropertySource(
                        "secrets",
                        java.util.Map.of("invigil.storage.s3.access-key", "a", "invigil.storage.s3.secret-key", "s")));
        assertThatCode(() -> ConfigurationCheck.run(environment, file, new DefaultResourceLoader())).doesNotThrowAnyException();
    }

    private static JsonNode services() throws Exception {
        Object composition = new Yaml().load(Files.readString(FOLDER.resolve("compose.yaml")));
        JsonNode tree = JsonMapper.builder().build().valueToTree(composition);
        return tree.path("services");
    }
}
