package org.invigil.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.invigil.launcher.JavaCommand;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The image that the build has just made on an empty base: its settings, and that what lies in it is a whole server. The
 * base, which brings the system's libraries and Java, is not part of this.
 */
class ImageIT {

    private static final Path IMAGE = Path.of("target/image-without-base.tar");
    private static final Pattern READY = Pattern.compile("Invigil is ready at (http://localhost:\\d+)");

    private static Path root = Path.of("unpack");

    private static JsonNode settings = JsonMapper.builder().build().missingNode();
    private static final TreeMap<String, TarArchiveEntry> entries = new TreeMap<>();

    /** Unpacks the layers one over the other, as an engine does. */
    @BeforeAll
    static void unpack(@TempDir Path folder) throws IOException {
        root = folder;
        TreeMap<String, byte[]> parts = new TreeMap<>();
        try (TarArchiveInputStream tar = open(Files.newInputStream(IMAGE))) {
            for (TarArchiveEntry part = tar.getNextEntry(); part != null; part = tar.getNextEntry()) {
                parts.put(part.getName(), tar.readAllBytes());
            }
        }
        JsonMapper json = JsonMapper.builder().build();
        JsonNode manifest = json.readTree(parts.get("manifest.json")).path(0);
        settings = json.readTree(parts.get(manifest.path("Config").asString()));
        for (JsonNode layer : manifest.path("Layers")) {
            try (TarArchiveInputStream tar =
                    open(new GZIPInputStream(new java.io.ByteArrayInputStream(parts.get(layer.asString()))))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    entries.put("/" + entry.getName(), entry);
                    Path target = root.resolve(entry.getName()).normalize();
                    assertThat(target).startsWithRaw(root);
                    if (entry.isDirectory()) {
                        Files.createDirectories(target);
                    } else {
                        Files.createDirectories(target.getParent());
                        Files.write(target, tar.readAllBytes());
                    }
                }
            }
        }
    }

    private static TarArchiveInputStream open(InputStream stream) {
        return new TarArchiveInputStream(new BufferedInputStream(stream));
    }

    @Test
    void itRunsAsNobodySpecialOnOnePort() {
        JsonNode config = settings.path("config");
        assertThat(config.path("User").asString()).isEqualTo("10001:10001");
        assertThat(config.path("ExposedPorts").propertyNames()).containsExactly("8080/tcp");
        assertThat(config.path("Volumes").propertyNames()).containsExactly("/data");
        assertThat(config.path("WorkingDir").asString()).isEqualTo("/app");
        assertThat(config.at("/Labels/org.opencontainers.image.licenses").asString())
                .isEqualTo("Apache-2.0");
        assertThat(strings(config.path("Cmd"))).containsExactly("--data", "/data");
        assertThat(settings.path("os").asString()).isEqualTo("linux");
    }

    @Test
    void theVirtualMachineGetsTheFlagsOfTheLauncher() {
        List<String> entrypoint = strings(settings.at("/config/Entrypoint"));
        assertThat(entrypoint)
                .startsWith("java")
                .endsWith("org.invigil.server.InvigilServer")
                .contains(
                        "-XX:MaxRAMPercentage=50",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp");
        assertThat(entrypoint).containsAll(JavaCommand.COMMON_OPTIONS).containsAll(JavaCommand.memoryOptions("Linux"));
    }

    @Test
    void nothingInItCanBeWrittenByItsUser() {
        assertThat(entries).isNotEmpty();
        entries.forEach((name, entry) -> {
            assertThat(entry.getLongUserId()).as(name).isZero();
            assertThat(entry.getMode() & 0b010_010).as(name).isZero();
        });
    }

    @Test
    void whatLiesInItIsAWholeServer() throws Exception {
        assertThat(entries.keySet()).contains("/app/web/index.html", "/app/invigil.yaml");
        assertThat(entries.keySet()).noneMatch(name -> name.contains("test"));
        List<String> command = new ArrayList<>();
        for (String word : strings(settings.at("/config/Entrypoint"))) {
            command.add(
                    word.startsWith("@")
                            ? Files.readString(root.resolve(word.substring(2))).replace("/app/", root + "/app/")
                            : word.replace("/tmp/", root + "/tmp/"));
        }
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--port", "0", "--data", root.resolve("data").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("INVIGIL_WEB_DIR", root + "/app/web");
        Process server = builder.start();
        try (BufferedReader lines = server.inputReader()) {
            StringBuilder output = new StringBuilder();
            String address = null;
            while (address == null) {
                String line = lines.readLine();
                if (line == null) {
                    break; // it has ended; what it said is in the message below
                }
                output.append(line).append('\n');
                Matcher ready = READY.matcher(line);
                address = ready.find() ? ready.group(1) : null;
            }
            assertThat(address).as(output.toString()).isNotNull();
            assertThat(get(address + "/actuator/health/readiness")).contains("UP");
            assertThat(get(address + "/")).contains("<div id=\"root\">");
            server.destroy();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static String get(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private static List<String> strings(JsonNode list) {
        try (Stream<JsonNode> values = list.valueStream()) {
            return values.map(JsonNode::asString).toList();
        }
    }
}
