package org.invigil.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive that {@code invigil dist} has made for this machine, in an empty folder and without a PATH: no Java, Maven or
 * Node.js of the machine can help. `./invigil test` makes the archive and then runs this.
 */
class ArchiveIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Path ARCHIVES = Path.of("../deploy/target/archives");
    private static final Path PORTRAIT = Path.of("../testdata/pictures/astronaut.png");
    private static final Pattern READY = Pattern.compile("Invigil is ready at (http://localhost:\\d+)");

    private static final List<Process> launched = new ArrayList<>();

    private static Path folder = Path.of("unpack");
    private static Path home = folder;

    @BeforeAll
    static void unpack(@TempDir(cleanup = CleanupMode.ALWAYS) Path empty) throws IOException {
        folder = empty.toRealPath();
        String ending = "-" + Platform.ofThisMachine().id() + ".tar.gz";
        List<Path> found;
        try (Stream<Path> files = Files.list(ARCHIVES)) {
            found = files.filter(file -> file.toString().endsWith(ending)).toList();
        }
        assertThat(found).as("what ./invigil dist makes").hasSize(1);
        try (InputStream file = Files.newInputStream(found.getFirst());
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(file)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, folder.resolve(entry.getName()).normalize());
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            home = files.toList().getFirst();
        }
        assertThat(home.getFileName() + ".tar.gz")
                .isEqualTo(found.getFirst().getFileName().toString());
    }

    /** As tar does, with modes and times. */
    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        assertThat(target).startsWithRaw(folder);
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(tar, target);
        assertThat(target.toFile().setExecutable((entry.getMode() & 0100) != 0)).isTrue();
        Files.setLastModifiedTime(
                target, FileTime.from(entry.getLastModifiedDate().toInstant()));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        for (Process process : launched) {
            process.destroyForcibly().waitFor();
        }
        ours().forEach(ProcessHandle::destroyForcibly);
    }

    /** Everything that runs from the folder: launcher, server, PostgreSQL. */
    private static Stream<ProcessHandle> ours() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").startsWith(folder.toString()));
    }

    private static Process launch(Path output, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("invigil").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "");
        Process process = builder.start();
        launched.add(process);
        return process;
    }

    private static String ended(Process process, Path output) throws Exception {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    @Test
    void versionAndLicencesAreInIt() throws IOException {
        assertThat(Files.readString(home.resolve("VERSION")).strip())
                .matches("\\d+\\.\\d+\\.\\d+\\S* \\S+")
                .endsWith(" " + Platform.ofThisMachine().id());
        assertThat(Files.readString(home.resolve("LICENSE"))).contains("Apache License");
        assertThat(Files.readString(home.resolve("licenses/java-libraries.txt")))
                .contains("spring-boot", "logback");
        assertThat(Files.readString(home.resolve("licenses/web-libraries.txt"))).contains("react ", "Permission is");
        assertThat(Files.readString(home.resolve("licenses/THIRD-PARTY.md"))).contains("natives.tsv");
        assertThat(home.resolve("runtime/legal/java.base/LICENSE")).exists();
        assertThat(home.resolve("app/web/index.html")).exists();
        try (Stream<Path> jars = Files.list(home.resolve("app/lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .noneMatch(name -> name.contains("junit") || name.contains("-tests"));
        }
    }

    @Test
    void aFaceIsSeen() throws Exception {
        Path output = folder.resolve("analyze.jsonl");
        Process analyze = launch(output, "analyze", PORTRAIT.toRealPath().toString());
        String line = ended(analyze, output);
        assertThat(analyze.exitValue()).as(line).isZero();
        assertThat(line).contains("\"presence\":\"present\"", "\"faces\":1");
    }

    @Test
    void itServesAndLeavesNothingBehind() throws Exception {
        Path output = folder.resolve("server.log");
        Process server = launch(output, "start", "--demo", "--port", "0", "--data", "data");
        await().atMost(PATIENCE)
                .until(() -> !server.isAlive()
                        || READY.matcher(Files.readString(output)).find());
        Matcher ready = READY.matcher(Files.readString(output));
        assertThat(ready.find()).as(Files.readString(output)).isTrue();
        URI address = URI.create(ready.group(1));

        CookieManager cookies = new CookieManager();
        try (HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build()) {
            assertThat(get(client, address.resolve("/")).body()).contains("<div id=\"root\">");
            get(client, address.resolve("/api/auth/me")); // brings the token that a form sends back
            String token = cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                    .map(HttpCookie::getValue)
                    .findFirst()
                    .orElse("");
            HttpResponse<String> signedIn = client.send(
                    HttpRequest.newBuilder(address.resolve("/api/auth/sign-in"))
                            .header("Content-Type", "application/json")
                            .header("X-XSRF-TOKEN", token)
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"username\":\"student1\",\"password\":\"invigil-student1\"}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
            assertThat(get(client, address.resolve("/api/auth/me")).body()).contains("student1");
        }
        assertThat(ours().count()).as("launcher, server and PostgreSQL").isGreaterThan(2);

        server.destroy();
        assertThat(ended(server, output)).doesNotContain("ERROR");
        assertThat(server.exitValue()).isEqualTo(143);
        await().atMost(PATIENCE).until(() -> ours().findAny().isEmpty());
    }

    private static HttpResponse<String> get(HttpClient client, URI address) throws Exception {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
