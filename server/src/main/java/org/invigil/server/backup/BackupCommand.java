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

/** The command behind {@code ./invigil backup}. */
@Command(
        name = "invigil backup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Writes the database and all clips into a new folder, while exams run or with the server stopped.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is in the folder",
            "1:nothing was kept",
            "2:wrong usage",
            "3:the folder is complete but for clips that the store itself has lost"
        })
public final class BackupCommand implements Callable<Integer> {

    private static final int CLIPS_LOST = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommandOptions options = new CommandOptions();

    @Parameters(paramLabel = "DIR", description = "The folder to write; it must not exist, or be empty.")
    private @Nullable Path target;

    @Option(
            names = "--reuse",
            paramLabel = "OLD_DIR",
            description = "An earlier backup on the same disk: clips that it has are linked, not copied.")
    private @Nullable Path earlier;

    BackupCommand() {}

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
        return CommandOptions.run(new BackupCommand(), out, toPerson, arguments);
    }

    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        Path folder = Objects.requireNonNull(target);
        return options.with(CommandDatabase::toRead, (database, environment, data) -> {
            Manifest manifest;
            try (ClipFiles clips = ClipFiles.open(environment, data)) {
                manifest = Backup.write(database.owner(), clips, folder, earlier, text -> line.getErr()
                        .println(text));
            }
            Manifest.Clips kept = manifest.clips();
            line.getOut()
                    .printf(
                            "%s: schema %s, %d tables with %d rows, %d clips with %d bytes%n",
                            folder,
                            manifest.schemaVersion(),
                            manifest.tables().size(),
                            manifest.tables().stream()
                                    .mapToLong(Manifest.Rows::rows)
                                    .sum(),
                            kept.kept(),
                            kept.keptBytes());
            if (kept.deleted() > 0) {
                line.getErr().println(kept.deleted() + " clips were deleted by retention while the backup ran.");
            }
            if (kept.lost() == 0) {
                return CommandLine.ExitCode.OK;
            }
            line.getErr()
                    .println("invigil backup: " + kept.lost()
                            + " clips are not in the backup, because the store has lost or"
                            + " changed them. Everything else is. If an earlier backup has them, keep it.");
            return CLIPS_LOST;
        });
    }
}
