package org.invigil.server.export;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.invigil.server.command.CommandOptions;
import org.invigil.server.database.CommandDatabase;
import org.invigil.server.system.LauncherWatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command behind {@code ./invigil export}. */
@Command(
        name = "invigil export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Writes stored scores with the raw signals of each frame to standard output, one JSON object a row,"
                        + " while exams run or with the server stopped. docs/scoring.md describes what is in a line.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is written",
            "1:the export was not done, or not to its end",
            "2:wrong usage",
            "3:everything is written, but for signals that this version cannot read; those lines say so"
        })
public final class ExportCommand implements Callable<Integer> {

    private static final int SIGNALS_UNREADABLE = 3;
    private static final int BUFFER_BYTES = 1 << 16;

    /** Whose scores; one of them must be said. */
    private static final class Selection {

        @Option(names = "--session", paramLabel = "ID", description = "The scores of this session.")
        private @Nullable UUID session;

        @Option(names = "--exam", paramLabel = "ID", description = "The scores of all sessions of this exam.")
        private @Nullable UUID exam;

        @Option(names = "--all", description = "All scores that are stored.")
        private boolean all;

        @Nullable
        UUID session() {
            return all ? null : session;
        }

        @Nullable
        UUID exam() {
            return all ? null : exam;
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private @Nullable Selection selection;

    @Mixin
    private CommandOptions options = new CommandOptions();

    private final OutputStream data;

    ExportCommand(OutputStream data) {
        this.data = data;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        LauncherWatch.start();
        OutputStream data = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err); // standard output is for the rows alone
        System.exit(run(data, new PrintWriter(System.err, true, System.err.charset()), arguments));
    }

    /**
     * Runs the command in this process; its exit code.
     *
     * @param data takes the rows
     * @param toPerson takes all else
     */
    static int run(OutputStream data, PrintWriter toPerson, String... arguments) {
        return CommandOptions.run(new ExportCommand(data), toPerson, toPerson, arguments);
    }

    @Override
    public Integer call() {
        PrintWriter toPerson = Objects.requireNonNull(spec).commandLine().getErr();
        Selection which = Objects.requireNonNull(selection);
        return options.with(CommandDatabase::toRead, (database, environment, folder) -> {
            ScoreExport.Written written;
            try (OutputStream out = new BufferedOutputStream(data, BUFFER_BYTES)) {
                written = ScoreExport.write(database.owner(), which.session(), which.exam(), out);
            } catch (IOException e) {
                throw ExportException.of(e);
            }
            toPerson.println(written.rows() + " rows of " + written.sessions() + " sessions");
            if (written.unreadable() == 0) {
                return CommandLine.ExitCode.OK;
            }
            toPerson.println("invigil export: the signals of " + written.unreadable()
                    + " rows cannot be read by this version. Everything else of them is written.");
            return SIGNALS_UNREADABLE;
        });
    }
}
