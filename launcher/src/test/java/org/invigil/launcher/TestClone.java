package org.invigil.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.awaitility.Awaitility;

/** A folder that looks like a clone, with a server and tools that write down how they were called. */
final class TestClone {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Process> launched = new ArrayList<>();

    TestClone(Path folder) {
        this.home = folder.resolve("a clone");
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    Path home() {
        return home;
    }

    /** The folder from which the user calls. */
    Path elsewhere() {
        return home.resolveSibling("elsewhere");
    }

    void isBuilt() throws IOException {
        Files.createDirectories(elsewhere());
        Files.createDirectories(home);
        Files.copy(Path.of("../invigil"), home.resolve("invigil"), StandardCopyOption.COPY_ATTRIBUTES);
        write("pom.xml", "");
        write("web/package-lock.json", "");
        Files.createDirectories(home.resolve("target/app"));
        jar(Path.of("target/test-classes"), home.resolve("target/app/server.jar"));
        jar(Path.of("target/classes"), home.resolve("target/launcher.jar"));
        write("target/java.stamp", "");
        write("target/web.stamp", "");
        for (String tool : List.of("mvn", "npm")) {
            script("bin/" + tool, "echo \"" + tool + " $*\" >>\"${0%/*}/../tools\"");
        }
        script("bin/node", "echo v20.19.0");
        environment("JAVA_HOME", System.getProperty("java.home"));
        environment("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    }

    void isNotBuilt() throws IOException {
        Files.delete(home.resolve("target/java.stamp"));
        Files.delete(home.resolve("target/web.stamp"));
    }

    void becomesAnArchive() throws IOException {
        Files.delete(home.resolve("pom.xml"));
        Files.move(home.resolve("target/app"), home.resolve("app"));
        Files.move(home.resolve("target/launcher.jar"), home.resolve("app/launcher.jar"));
        Folders.delete(home.resolve("target"));
    }

    void takeLauncherSources() throws IOException {
        Path sources = Path.of("src/main/java");
        try (Stream<Path> files = Files.walk(sources).filter(Files::isRegularFile)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                write("launcher/src/main/java/" + sources.relativize(file), Files.readString(file));
            }
        }
    }

    private static void jar(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes).filter(Files::isRegularFile)) {
            for (Path path : (Iterable<Path>) files::iterator) {
                out.putNextEntry(new ZipEntry(classes.relativize(path).toString()));
                Files.copy(path, out);
            }
        }
    }

    void serverEnds(String... ends) throws IOException {
        Files.deleteIfExists(home.resolve("starts"));
        Files.write(home.resolve("ends"), List.of(ends));
    }

    void environment(String name, String value) {
        environment.put(name, value);
    }

    void withoutEnvironment() {
        environment.keySet().retainAll(List.of("JAVA_HOME"));
        environment.put("PATH", "");
    }

    Process launch(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("invigil").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(elsewhere().toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output.log").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        launched.add(process);
        return process;
    }

    /** How the last one that was launched ends. */
    int exitCode() throws Exception {
        Process last = launched.getLast();
        assertThat(last.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(output())
                .isTrue();
        return last.exitValue();
    }

    String output() throws IOException {
        return Files.readString(home.resolve("output.log"));
    }

    List<String> lines(String file) throws IOException {
        return Files.readAllLines(home.resolve(file));
    }

    void awaitFile(String file) {
        await().until(() -> Files.exists(home.resolve(file)));
    }

    long serversAlive() throws IOException {
        return servers().filter(ProcessHandle::isAlive).count();
    }

    private Stream<ProcessHandle> servers() throws IOException {
        return Files.exists(home.resolve("pids"))
                ? lines("pids").stream().map(Long::parseLong).flatMap(pid -> ProcessHandle.of(pid).stream())
                : Stream.of();
    }

    void write(String file, String text) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    void script(String file, String text) throws IOException {
        write(file, "#!/bin/sh\n" + text + "\n");
        assertThat(home.resolve(file).toFile().setExecutable(true)).isTrue();
    }

    void stopAll() throws Exception {
        for (Process process : launched) {
            process.destroyForcibly().waitFor();
        }
        servers().forEach(ProcessHandle::destroyForcibly);
    }
}
