package org.invigil.bench.accuracy;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.offline.AnalyzeCommand;
import org.invigil.vision.EngineKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs a labelled set through {@code ./invigil analyze}, in this process. */
public final class AccuracyRun {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Files are looked at in their own size. */
    static final String ORIGINAL = "original";

    private AccuracyRun() {}

    /**
     * Analyses every file of a set and compares.
     *
     * @param folder with {@code labels.csv} in it
     * @param size in which frames are sent, such as {@code 320x240}, or {@link #ORIGINAL} for the files as they are
     * @return the report as it is printed in JSON
     * @throws AccuracySetException if the set cannot be used
     */
    public static Map<String, @Nullable Object> run(Path folder, EngineKind engine, String size) {
        List<Label> labels = LabelFile.read(folder);
        Evaluation evaluation = new Evaluation(labels);
        FollowingCost following = new FollowingCost();
        List<String> options = new ArrayList<>(List.of("--engine", WireNamed.of(engine)));
        if (!size.equals(ORIGINAL)) {
            options.addAll(List.of("--as-sent", size));
        }
        List<String> files = labels.stream().map(Label::file).distinct().toList();
        analyze(folder, files, options, (file, line) -> {
            evaluation.add(file, line);
            following.add(file, line);
        });
        options.add("--every-frame");
        analyze(folder, following.clips(), options, following::addEveryFrame);
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("set", folder.toString());
        report.put("engine", WireNamed.of(engine));
        report.put("size", size);
        report.putAll(evaluation.report());
        report.put("following", following.report());
        return report;
    }

    /** Hands on each line with the name of its file. */
    private static void analyze(
            Path folder, Collection<String> files, List<String> options, BiConsumer<String, JsonNode> lines) {
        if (files.isEmpty()) {
            return;
        }
        Map<String, String> fileBySource = new HashMap<>();
        List<String> arguments = new ArrayList<>(options);
        for (String file : files) {
            String source = folder.resolve(file).toString();
            fileBySource.put(source, file);
            arguments.add(source);
        }
        PrintStream sink = new PrintStream(
                new LineSplitter(text -> {
                    JsonNode line = JSON.readTree(text);
                    String source = line.get("source").asString();
                    lines.accept(Objects.requireNonNull(fileBySource.get(source), source), line);
                }),
                false,
                StandardCharsets.UTF_8);
        AnalyzeCommand.run(sink, arguments.toArray(String[]::new));
    }
}
