package org.invigil.bench.engine;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.invigil.vision.FrameRejectedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./invigil bench engine}: one JSON object on standard output. */
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        description = "What a frame costs on one thread, stage by stage, against the landmark model and engine haar.")
public final class EngineCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--frames",
            required = true,
            paramLabel = "PATH",
            description = "a clip, a picture, or a folder of pictures in the order of their names")
    private @Nullable Path frames;

    @Option(names = "--seconds", defaultValue = "5", description = "how long to measure (${DEFAULT-VALUE})")
    private double seconds = 5;

    @Option(names = "--size", paramLabel = "WxH", description = "scale the frames first, for example to 640x480")
    private @Nullable String size;

    @Option(
            names = "--fps",
            defaultValue = "30",
            description =
                    "frames a second of the stream, 1 to 30 (${DEFAULT-VALUE}): what is looked at now and then is looked at"
                            + " by the stream's time")
    private int fps = EngineBench.MOST_FPS;

    @Override
    public Integer call() throws IOException, FrameRejectedException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new ParameterException(command.commandLine(), "--seconds wants more than 0 and at most 3600");
        }
        if (fps < 1 || fps > EngineBench.MOST_FPS) {
            throw new ParameterException(command.commandLine(), "--fps wants 1 to " + EngineBench.MOST_FPS);
        }
        PrintWriter out = command.commandLine().getOut();
        try (EngineBench bench =
                new EngineBench(FrameFiles.read(Objects.requireNonNull(frames), parsedSize(command)), fps)) {
            out.println(JSON.writeValueAsString(bench.run(Duration.ofMillis(Math.round(seconds * 1000)))));
            out.flush();
        }
        return 0;
    }

    private @Nullable FrameSize parsedSize(CommandSpec command) {
        try {
            return size == null ? null : FrameSize.parse(size);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--size: " + e.getMessage(), e);
        }
    }
}
