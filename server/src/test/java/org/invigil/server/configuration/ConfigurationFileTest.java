package org.invigil.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.DefaultResourceLoader;

/** The documented file names exactly the keys that exist, with the defaults that are real. */
class ConfigurationFileTest {

    private static final Path FILE = Path.of("../deploy/invigil.yaml");
    private static final Pattern KEY = Pattern.compile("#([a-z][a-z0-9-]*(?:\\.[a-z0-9-]+)+): (.*)");

    /** A key of the file, and the sentences above it. */
    private record Documented(String value, String prose) {

        boolean hasNoDefault() {
            return prose.contains("No default");
        }
    }

    @Test
    void everyKeyIsDocumentedAndNoOther() throws IOException {
        Map<String, Documented> documented = read();
        assertThat(documented.keySet().stream()
                        .filter(key -> key.startsWith("invigil."))
                        .toList())
                .containsExactlyElementsOf(new TreeSet<>(
                        InvigilKeys.ofServer(new DefaultResourceLoader()).all().keySet()));
        SpringKeys libraries = SpringKeys.ofLibraries();
        assertThat(documented.keySet().stream()
                        .filter(key -> !key.startsWith("invigil."))
                        .toList())
                .as("keys of libraries")
                .contains("server.port")
                .allSatisfy(key -> assertThat(libraries.knows(ConfigurationPropertyName.of(key)))
                        .isTrue());
    }

    @Test
    void theDocumentedDefaultsAreTheRealOnes() throws IOException {
        PropertySource<?> shipped = shipped();
        InvigilKeys known = InvigilKeys.ofServer(new DefaultResourceLoader());
        read().forEach((key, documented) -> {
            Object inFile = shipped.getProperty(key);
            InvigilKeys.Key own = known.all().get(key);
            String real = inFile != null ? inFile.toString() : own == null ? null : own.defaultValue();
            if (documented.hasNoDefault()) {
                assertThat(real).as(key).isNull();
            } else if (real != null) {
                assertThat(documented.value()).as(key).isEqualTo(real);
            } else {
                assertThat(LIBRARY_DEFAULTS.get(key)).as(key).isEqualTo(documented.value());
            }
        });
    }

    /** Defaults that the libraries have in their code and in no file; the prose tells them. */
    private static final Map<String, String> LIBRARY_DEFAULTS =
            Map.of("server.forward-headers-strategy", "none", "management.tracing.sampling.probability", "0.1");

    @Test
    void everyLineIsYamlOfItsOwn() throws IOException {
        String uncommented = String.join(
                "\n",
                Files.readAllLines(FILE).stream()
                        .map(line -> KEY.matcher(line).matches() ? line.substring(1) : line)
                        .toList());
        PropertySource<?> all = new YamlPropertySourceLoader()
                .load("all", new ByteArrayResource(uncommented.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .getFirst();
        for (String key : read().keySet()) {
            assertThat(all.containsProperty(key)).as(key).isTrue();
        }
    }

    private static PropertySource<?> shipped() throws IOException {
        return new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml"))
                .getFirst();
    }

    private static Map<String, Documented> read() throws IOException {
        Map<String, Documented> keys = new TreeMap<>();
        List<String> lines = Files.readAllLines(FILE);
        StringBuilder prose = new StringBuilder();
        for (String line : lines) {
            Matcher key = KEY.matcher(line);
            if (key.matches()) {
                String value = Objects.requireNonNull(key.group(2));
                keys.put(
                        Objects.requireNonNull(key.group(1)),
                        new Documented(value.equals("\"\"") ? "" : value, prose.toString()));
            } else if (line.isBlank()) {
                prose.setLength(0);
            } else {
                assertThat(line).as("prose begins with '# '").startsWith("#").doesNotMatch("#[^ ].*");
                prose.append(line.substring(1));
            }
        }
        return keys;
    }
}
