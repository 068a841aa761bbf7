package org.invigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a process of its own prints that opens every network; native code writes past System.err. */
class NativeLogTest {

    /** Opens and runs a network. */
    static final class OneNetwork {
        private OneNetwork() {}

        public static void main(String[] arguments) {
            try (Network network = new Network(ModelFile.FACE_LANDMARK_WITH_ATTENTION)) {
                network.run();
            }
        }
    }

    @Test
    void aNetworkThatRunsPrintsNothing() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OneNetwork.class.getName()))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(printed).isEmpty();
        assertThat(process.exitValue()).isZero();
    }
}
