package org.invigil.bench.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTimesTest {

    private final Path project;

    TestTimesTest(@TempDir Path project) {
        this.project = project;
    }

    private void report(String module, String name, int tests, String seconds) throws IOException {
        Path folder = Files.createDirectories(project.resolve(module).resolve("target/surefire-reports"));
        Files.writeString(
                folder.resolve("TEST-" + name + ".xml"),
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"" + name + "\" time=\"" + seconds
                        + "\" tests=\"" + tests + "\"><testcase name=\"a\" time=\"0\"/></testsuite>");
    }

    @Test
    void theSlowestClassesOfAllModulesStandFirst() throws IOException {
        report("rules", "org.invigil.rules.QuickTest", 3, "0.25");
        report("server", "org.invigil.server.SlowTests", 2, "61.5");
        report("server", "org.invigil.server.NextTests", 1, "7.04");

        assertThat(TestTimes.read(project).slowest(2)).isEqualTo("""
                | seconds | tests | class | module |
                | ---: | ---: | --- | --- |
                | 61.5 | 2 | `SlowTests` | server |
                | 7.0 | 1 | `NextTests` | server |
                | 68.8 | 6 | all 3 classes | |
                """);
    }

    @Test
    void whereNothingWasRunItSaysWhatToRun() {
        assertThatThrownBy(() -> TestTimes.read(project))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("./invigil test");
    }

    @Test
    void whatIsNoReportIsNamed() throws IOException {
        report("rules", "org.invigil.rules.BrokenTest", 1, "soon");

        assertThatThrownBy(() -> TestTimes.read(project))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("BrokenTest.xml is no report");
    }
}
