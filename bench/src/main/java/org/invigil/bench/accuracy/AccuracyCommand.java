package org.invigil.bench.accuracy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.invigil.server.offline.SentSize;
import org.invigil.vision.EngineKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./invigil bench accuracy}: for each size a table for people, then the same as one JSON object in a line. */
@Command(
        name = "accuracy",
        mixinStandardHelpOptions = true,
        description =
                "How often the analysis is right on labelled pictures and clips; a table, then one JSON object, for each size.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:a file could not be read",
            "2:the set or the options cannot be used",
            "3:a group of people differs from all others past the interval of the difference"
        })
public final class AccuracyCommand implements Callable<Integer> {

    private static final int UNREADABLE = 1;
    private static final int USAGE = 2;

    /** A group differs from all others past the interval. */
    private static final int UNEQUAL = 3;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--set",
            required = true,
            paramLabel = "FOLDER",
            description = "holds labels.csv and the files it names; docs/accuracy.md documents the columns")
    private @Nullable Path set;

    @Option(names = "--engine", paramLabel = "mesh|haar", defaultValue = "mesh", description = "default: mesh")
    private EngineKind engine = EngineKind.MESH;

    @Option(
            names = "--size",
            paramLabel = "WIDTHxHEIGHT|original",
            defaultValue = "320x240",
            split = ",",
            description =
                    "in which an exam page would send the frames, or original for the files as they are; several with commas; default: 320x240")
    private List<String> sizes = List.of("320x240");

    @Option(
            names = "--model-card",
            paramLabel = "FILE",
            description = "write the model card with the figures of this set into the file")
    private @Nullable Path modelCard;

    @Option(
            names = "--tables",
            paramLabel = "FILE",
            description = "write the tables between the two marks of a Markdown file, as in docs/accuracy.md")
    private @Nullable Path tables;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<Map<String, @Nullable Object>> reports = new ArrayList<>();
        try {
            for (String size : sizes) {
                if (!size.equals(AccuracyRun.ORIGINAL)) {
                    SentSize.parse(size);
                }
            }
            for (String size : sizes) {
                Map<String, @Nullable Object> report = AccuracyRun.run(Objects.requireNonNull(set), engine, size);
                out.println(ReportTable.of(report));
                out.println(JSON.writeValueAsString(report));
                out.flush();
                reports.add(report);
            }
            if (modelCard != null) {
                Files.writeString(modelCard, ModelCard.of(reports));
            }
            if (tables != null) {
                Files.writeString(tables, AccuracyTables.into(Files.readString(tables), reports));
            }
        } catch (AccuracySetException | IllegalArgumentException e) {
            spec.commandLine().getErr().println("invigil bench accuracy: " + e.getMessage());
            return USAGE;
        }
        if (reports.stream()
                .anyMatch(report -> !((Map<?, ?>) Objects.requireNonNull(report.get("unreadable"))).isEmpty())) {
            return UNREADABLE;
        }
        return reports.stream()
                        .anyMatch(report -> !Groups.differences((List<?>) Objects.requireNonNull(report.get("groups")))
                                .isEmpty())
                ? UNEQUAL
                : CommandLine.ExitCode.OK;
    }
}
