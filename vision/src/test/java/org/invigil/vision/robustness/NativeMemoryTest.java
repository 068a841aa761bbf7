package org.invigil.vision.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The memory of a process of its own, whose heap is of a fixed size, after a third of the frames and at the end. One lost
 * picture a frame would be 150 MB more or worse.
 */
class NativeMemoryTest {

    /** What the JVM's own code cache and class data, and malloc's arenas, may still take after the first third. */
    private static final long MOST_GROWTH_KILOBYTES = 24 << 10;

    private final Path folder;

    NativeMemoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({"mesh,3600", "haar,1200"})
    void itStaysFlat(String engine, int frames) throws Exception {
        Path output = folder.resolve(engine + ".txt");
        Process probe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xms96m",
                        "-Xmx96m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryProbe.class.getName(),
                        engine,
                        Integer.toString(frames),
                        "3")
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(probe.waitFor(10, TimeUnit.MINUTES)).as("ended in time").isTrue();
        } finally {
            probe.destroyForcibly();
        }
        assertThat(probe.exitValue()).isZero();

        List<long[]> prints = Files.readAllLines(output, StandardCharsets.UTF_8).stream()
                .map(line -> Arrays.stream(line.split(" ", -1))
                        .mapToLong(Long::parseLong)
                        .toArray())
                .toList();
        assertThat(prints).hasSize(3);
        long[] warm = prints.get(0);
        long[] end = prints.get(2);
        assertThat(end[1] - warm[1]).as("resident kilobytes gained").isLessThan(MOST_GROWTH_KILOBYTES);
        assertThat(end[2]).as("bytes held by JavaCPP").isEqualTo(warm[2]);
    }
}
