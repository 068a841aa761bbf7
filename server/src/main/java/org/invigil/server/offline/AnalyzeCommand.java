package org.invigil.server.offline;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bytedeco.ffmpeg.global.avutil;
import org.invigil.rules.policy.Policy;
import org.invigil.server.system.LauncherWatch;
import org.invigil.vision.EngineKind;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.invigil.vision.natives.Presets;
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
        exitCodeList = {
            "0:everything was analysed",
            "1:a file could not be read, or a folder holds none",
            "2:wrong usage"
        })
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

    @Option(
            names = "--as-sent",
            paramLabel = "WIDTHxHEIGHT",
            description =
                    "look at each frame in the size and quality in which an exam page would send it, such as 320x240")
    private @Nullable SentSize sent;

    @Option(
            names = "--every-frame",
            description =
                    "have a network look at the face in every frame, also where nothing has changed since the last look")
    private boolean everyFrame;

    @Option(
            names = "--phones",
            description = "look for phones too, as exams do whose policy enables phone_in_view (engine mesh)")
    private boolean phones;

    AnalyzeCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        // Whatever a library prints by itself must not end up between the JSON lines.
        System.setOut(System.err);
        LauncherWatch.start();
        Presets.prepare(); // before FFmpeg, which may come before an engine
        int exitCode = run(out, arguments);
        out.flush();
        System.exit(exitCode);
    }

    /** Runs the command in this process, writing its lines to {@code out}; its exit code. */
    public static int run(PrintStream out, String... arguments) {
        return run(out, new PrintWriter(System.err, true, System.err.charset()), arguments);
    }

    /** The same, with what is meant for a person written to {@code toPerson}. */
    static int run(PrintStream out, PrintWriter toPerson, String... arguments) {
        return new CommandLine(new AnalyzeCommand(out))
                .setOut(toPerson)
                .setErr(toPerson)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(EngineKind.class, AnalyzeCommand::engineKind)
                .registerConverter(SentSize.class, SentSize::parse)
                .setParameterExceptionHandler((wrong, given) -> {
                    toPerson.println("invigil analyze: " + sentence(wrong));
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
            Policy policy = phones ? Policy.DEFAULT.lookingForPhones() : Policy.DEFAULT;
            FileAnalysis files = new FileAnalysis(vision, policy, lines, sent, everyFrame);
            for (Path path : paths) {
                List<MediaFile> found = MediaFile.under(path);
                if (found.isEmpty()) {
                    allRead = false;
                    lines.error(
                            path.toString(),
                            "The folder holds no image and no video. Known by their names are: "
                                    + String.join(", ", MediaFile.endings()) + ".");
                }
                for (MediaFile file : found) {
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
            default -> throw new CommandLine.TypeConversionException(name);
        };
    }

    /** What is wrong with the arguments and what to write instead. */
    private static String sentence(CommandLine.ParameterException wrong) {
        // A misspelt option is told before the path that is then missing: it is what the person has typed.
        List<String> unknown = wrong.getCommandLine().getUnmatchedArguments();
        if (!unknown.isEmpty()) {
            return "There is no option " + unknown.getFirst()
                    + ". The options are --engine, --as-sent, --every-frame, --phones and --help.";
        }
        if (wrong instanceof CommandLine.MissingParameterException missing) {
            if (!missing.getMissing().getFirst().isOption()) {
                return "Name what to look at, such as: ./invigil analyze photo.jpg folder/ video.webm";
            }
            return isEngine(missing.getMissing().getFirst())
                    ? "--engine takes mesh or haar. Name one of them."
                    : "--as-sent takes a size from 160x120 to 1920x1080. Name one, such as 320x240.";
        }
        return isEngine(wrong.getArgSpec())
                ? "--engine takes mesh or haar, not '" + wrong.getValue() + "'."
                : "--as-sent takes a size from 160x120 to 1920x1080, not '" + wrong.getValue() + "'.";
    }

    private static boolean isEngine(CommandLine.Model.@Nullable ArgSpec argument) {
        return argument instanceof CommandLine.Model.OptionSpec option
                && option.longestName().equals("--engine");
    }
}
