package org.invigil.bench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./invigil bench start}: starts a server again and again on one folder, with and without the JVM's cache in turn, so
 * that whatever else the machine does meanwhile slows down both. Prints one JSON object; fields in docs/performance.md.
 */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "How long a start takes on an existing folder, from the command to \"ready\".")
public final class StartCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--runs", defaultValue = "5", description = "starts of each kind (${DEFAULT-VALUE})")
    private int runs = 5;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (runs < 1 || runs > 100) {
            throw new ParameterException(command.commandLine(), "--runs must be 1 to 100, not " + runs);
        }
        Path data = Files.createTempDirectory("invigil-start");
        List<MeasuredStart> cached = new ArrayList<>();
        List<MeasuredStart> plain = new ArrayList<>();
        try {
            MeasuredStart.run(data, true); // makes the database
            for (int i = 0; i < runs; i++) {
                cached.add(MeasuredStart.run(data, true));
                plain.add(MeasuredStart.run(data, false));
            }
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
        command.commandLine()
                .getOut()
                .println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report(cached, plain)));
        command.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    static Map<String, Object> report(List<MeasuredStart> cached, List<MeasuredStart> plain) {
        Map<String, Object> lines = new LinkedHashMap<>();
        lines.put("runs", cached.size());
        lines.put(
                "cache_taken",
                cached.stream().anyMatch(run -> run.cacheTaken() == null)
                        ? null
                        : cached.stream().allMatch(run -> Boolean.TRUE.equals(run.cacheTaken())));
        lines.put("ready_ms", median(cached, MeasuredStart::readyMillis));
        lines.put(
                "ready_max_ms",
                Math.round(cached.stream()
                        .mapToDouble(MeasuredStart::readyMillis)
                        .max()
                        .orElseThrow()));
        lines.put("launcher_ms", median(cached, MeasuredStart::launcherMillis));
        lines.put("configuration_ms", median(cached, MeasuredStart::configurationMillis));
        lines.put("application_ms", median(cached, MeasuredStart::applicationMillis));
        lines.put("cpu_ms", median(cached, MeasuredStart::cpuMillis));
        lines.put("ready_without_cache_ms", median(plain, MeasuredStart::readyMillis));
        lines.put("cpu_without_cache_ms", median(plain, MeasuredStart::cpuMillis));
        return lines;
    }

    private static @Nullable Long median(List<MeasuredStart> runs, ToDoubleFunction<MeasuredStart> part) {
        double[] sorted = runs.stream().mapToDouble(part).sorted().toArray();
        double middle = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return Double.isNaN(middle) ? null : Math.round(middle);
    }
}
