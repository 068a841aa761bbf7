package org.invigil.bench.accuracy;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.invigil.server.offline.SentSize;
import org.invigil.vision.EngineKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./invigil bench accuracy}: a table for people, then the same as one JSON object in the last line. */
@Command(
        name = "accuracy",
        mixinStandardHelpOptions = true,
        description = "How often the analysis is right on labelled pictures and clips; a table, then one JSON object.")
public final class AccuracyCommand implements Callable<Integer> {

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
            description =
                    "in which an exam page would send the frames, or original for the files as they are; default: 320x240")
    private String size = "320x240";

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Map<String, @Nullable Object> report;
        try {
            if (!size.equals(AccuracyRun.ORIGINAL)) {
                SentSize.parse(size);
            }
            report = AccuracyRun.run(Objects.requireNonNull(set), engine, size);
        } catch (AccuracySetException | IllegalArgumentException e) {
            spec.commandLine().getErr().println("invigil bench accuracy: " + e.getMessage());
            return 2;
        }
        out.println(ReportTable.of(report));
        out.println(JSON.writeValueAsString(report));
        out.flush();
        return ((Map<?, ?>) Objects.requireNonNull(report.get("unreadable"))).isEmpty() ? 0 : 1;
    }
}
