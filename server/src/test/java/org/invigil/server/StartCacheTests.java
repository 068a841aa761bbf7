package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that the launcher runs after a build. That a whole start is rehearsed and its cache taken is in the smoke run of {@code bench start}. */
class StartCacheTests {

    private final Path folder;

    StartCacheTests(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aCacheThatFitsIsKept() throws Exception {
        Path cache = folder.resolve("server.aot");
        java("-XX:AOTCacheOutput=" + cache, InvigilServer.class.getName(), "--help");
        Files.writeString(folder.resolve("server.aot.place"), folder.toString());
        Object made = Files.readAttributes(cache, "lastModifiedTime,size,fileKey");

        Ended again = java(StartCache.class.getName(), cache.toString());
        assertThat(again.code()).isZero();
        assertThat(again.output()).isEmpty();
        assertThat(Files.readAttributes(cache, "lastModifiedTime,size,fileKey")).isEqualTo(made);
    }

    @Test
    void whereNoneCanBeMadeOneLineSaysWhy() throws Exception {
        Path noFolder = Files.writeString(folder.resolve("app"), "a file, not a folder");
        Ended failed =
                java(StartCache.class.getName(), noFolder.resolve("server.aot").toString());
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.output().lines())
                .singleElement()
                .asString()
                .startsWith("invigil: no cache for quick starts was made");
    }

    @Test
    void aRehearsalKnowsNothingOfTheRealServersDatabase() throws Exception {
        Path cache = folder.resolve("app").resolve("server.aot");
        Files.createDirectory(folder.resolve("app"));
        Ended made = java(
                Map.of("INVIGIL_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/production"),
                StartCache.class.getName(),
                cache.toString());
        assertThat(made.output()).isEmpty();
        assertThat(made.code()).isZero();
        assertThat(cache).exists();
        assertThat(folder.resolve("app").resolve("server.aot.place")).hasContent(String.valueOf(cache.getParent()));
    }

    private record Ended(int code, String output) {}

    private Ended java(String... arguments) throws Exception {
        return java(Map.of(), arguments);
    }

    private Ended java(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "-cp",
                TestClassArchive.classPath()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".log");
        ProcessBuilder program =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        program.environment().putAll(environment);
        Process process = program.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }
}
