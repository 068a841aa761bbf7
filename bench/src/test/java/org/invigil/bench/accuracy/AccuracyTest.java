package org.invigil.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.invigil.vision.EngineKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The floor under the engine's accuracy: what docs/accuracy.md reports, less a small margin, so that a change that makes
 * the analysis worse fails the build.
 */
class AccuracyTest {

    private static Map<String, @Nullable Object> report = Map.of();

    @BeforeAll
    static void measure(@TempDir Path folder) throws IOException {
        PackagedSet.write(folder);
        report = AccuracyRun.run(folder, EngineKind.MESH);
        // Read by whoever updates docs/accuracy.md, and by people who look into a failed build.
        Files.writeString(Path.of("target", "accuracy.txt"), ReportTable.of(report) + "\n" + report + "\n");
    }

    @Test
    void everyFileIsRead() {
        assertThat(report.get("unreadable")).isEqualTo(Map.of());
    }

    @Test
    void peopleAreSeenAndNobodyIsInvented() {
        assertThat(figure("all", "presence_right")).isGreaterThan(0.9);
    }

    private static double figure(String condition, String name) {
        Map<?, ?> conditions = (Map<?, ?>) Objects.requireNonNull(report.get("conditions"));
        Map<?, ?> figures = (Map<?, ?>) Objects.requireNonNull(conditions.get(condition), condition);
        return ((Number) Objects.requireNonNull(figures.get(name), condition + " " + name)).doubleValue();
    }
}
