package org.invigil.bench.scale;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./invigil bench scale}: one JSON object on standard output. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description = "Fills a database with score rows and times dashboard, timeline, list of sessions and retention.")
public final class ScaleCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rows", defaultValue = "1000000", description = "score rows to fill in (${DEFAULT-VALUE})")
    private long rows = 1_000_000;

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec);
        if (rows < 10_000 || rows > 1_000_000_000) {
            throw new ParameterException(command.commandLine(), "--rows wants 10000 to 1000000000");
        }
        PrintWriter out = command.commandLine().getOut();
        try (ScaleServer server = ScaleServer.start()) {
            Filling filling = new Filling(server, command.commandLine().getErr());
            Filling.Filled filled = filling.fill(rows);
            out.println(JSON.writeValueAsString(new ScaleMeasurement(server).run(filled)));
            out.flush();
        }
        return 0;
    }
}
