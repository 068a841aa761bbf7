package org.invigil.server.backup;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.invigil.server.command.CommandOptions;
import org.invigil.server.database.CommandDatabase;
import org.invigil.server.evidence.ClipFiles;
import org.invigil.server.system.LauncherWatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command behind {@code ./invigil restore}. */
@Command(
        name = "invigil restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Checks a backup, and brings it into an empty data folder or database.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything is restored, or whole", "1:nothing was restored", "2:wrong usage"})
public final class RestoreCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommandOptions options = new CommandOptions();

    @Parameters(paramLabel = "DIR", description = "The backup.")
    private @Nullable Path source;

    @Option(names = "--check", description = "Only read the backup and compare every file with its hash.")
    private boolean checkOnly;

    RestoreCommand() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        LauncherWatch.start();
        System.exit(run(arguments));
    }

    /** Runs the command in this process; its exit code. */
    public static int run(String... arguments) {
        return run(
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()),
                arguments);
    }

    static int run(PrintWriter out, PrintWriter toPerson, String... arguments) {
        return CommandOptions.run(new RestoreCommand(), out, toPerson, arguments);
    }

    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        Path folder = Objects.requireNonNull(source);
        Manifest manifest = Restore.check(folder, text -> line.getErr().println(text));
        if (checkOnly) {
            line.getOut().println(folder + ": whole, of " + manifest.createdAt());
            return CommandLine.ExitCode.OK;
        }
        return options.with(CommandDatabase::toFill, (database, environment, data) -> {
            try (ClipFiles clips = ClipFiles.open(environment, data)) {
                Restore.run(database.owner(), clips, folder, manifest, text -> line.getErr()
                        .println(text));
            }
            line.getOut().println(folder + ": restored, as of " + manifest.createdAt());
            return CommandLine.ExitCode.OK;
        });
    }
}
