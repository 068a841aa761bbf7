package org.invigil.server.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The keys of the libraries ({@code server.port} and the like), as the libraries themselves describe them. */
final class SpringKeys {

    private static final String DESCRIPTION = "META-INF/spring-configuration-metadata.json";

    private final Set<String> names = new TreeSet<>();
    private final Set<String> maps = new TreeSet<>();
    private final Map<String, String> replaced = new HashMap<>();

    private SpringKeys() {}

    static SpringKeys ofLibraries() {
        SpringKeys keys = new SpringKeys();
        JsonMapper json = JsonMapper.builder().build();
        try {
            for (URL description :
                    Collections.list(SpringKeys.class.getClassLoader().getResources(DESCRIPTION))) {
                try (InputStream content = description.openStream()) {
                    json.readTree(content).path("properties").forEach(keys::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys;
    }

    private void add(JsonNode property) {
        String name = property.path("name").asString();
        if (property.path("deprecation").path("level").asString("").equals("error")) {
            replaced.put(name, property.path("deprecation").path("replacement").asString(""));
            return;
        }
        names.add(name);
        if (property.path("type").asString("").startsWith("java.util.Map")) {
            maps.add(name);
        }
    }

    boolean knows(ConfigurationPropertyName name) {
        String plain = plain(name);
        return names.contains(plain)
                || maps.stream()
                        .anyMatch(map -> ConfigurationPropertyName.of(map).isAncestorOf(name));
    }

    /** What a key that once existed is called now. */
    Optional<String> replacementOf(ConfigurationPropertyName name) {
        return Optional.ofNullable(replaced.get(plain(name))).filter(replacement -> !replacement.isEmpty());
    }

    Set<String> names() {
        return names;
    }

    /** Without the numbers of list elements. */
    private static String plain(ConfigurationPropertyName name) {
        return name.toString().replaceAll("\\[\\d+]", "");
    }
}
