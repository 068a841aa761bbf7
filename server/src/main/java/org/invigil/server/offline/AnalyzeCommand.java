package org.invigil.server.offline;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bytedeco.ffmpeg.global.avutil;
import org.invigil.server.exam.Policy;
import org.invigil.vision.EngineKind;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command behind {@code ./invigil analyze}. Standard output carries JSON lines and nothing else. */
@Command(
        name = "invigil analyze",
        mixinStandardHelpOptions = true,
        description = "Analyses images, folders and videos; writes JSON lines to standard output.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything was analysed", "1:a file could not be read", "2:wrong usage"})
public final class AnalyzeCommand implements Callable<Integer> {

    private final PrintStream out;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "image, video (mp4, webm, mkv, gif) or folder")
    private List<Path> paths = List.of();

    @Option(
            names = "--engine",
            paramLabel = "mesh|haar",
            defaultValue = "mesh",
            description = "which engine looks at the frames (default: ${DEFAULT-VALUE})")
    private EngineKind engine = EngineKind.MESH;

    AnalyzeCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        // Whatever a library prints by itself must not end up between the JSON lines.
        System.setOut(System.err);
        int exitCode = run(out, arguments);
        out.flush();
        System.exit(exitCode);
    }

    /** Runs the command in this process, writing its lines to {@code out}; its exit code. */
    public static int run(PrintStream out, String... arguments) {
        return new CommandLine(new AnalyzeCommand(out))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(EngineKind.class, AnalyzeCommand::engineKind)
                .setParameterExceptionHandler((exception, given) -> {
                    exception.getCommandLine().getErr().println("invigil analyze: " + oneLine(exception.getMessage()));
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        boolean allRead = true;
        try (VisionEngine vision = VisionEngines.open(engine)) {
            JsonLines lines = new JsonLines(out);
            FileAnalysis files = new FileAnalysis(vision, Policy.DEFAULT, lines);
            for (Path path : paths) {
                for (MediaFile file : MediaFile.under(path)) {
                    allRead &= files.analyze(file);
                    if (out.checkError()) {
                        return CommandLine.ExitCode.SOFTWARE; // nobody reads any more
                    }
                }
            }
        }
        return allRead ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static EngineKind engineKind(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "mesh" -> EngineKind.MESH;
            case "haar" -> EngineKind.HAAR;
            default -> throw new CommandLine.TypeConversionException("expected mesh or haar, not '" + name + "'");
        };
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).lines().findFirst().orElse("wrong usage");
    }
}
