package org.invigil.bench;

import org.invigil.bench.accuracy.AccuracyCommand;
import org.invigil.bench.doors.DoorsCommand;
import org.invigil.bench.engine.EngineCommand;
import org.invigil.bench.faults.FaultsCommand;
import org.invigil.bench.load.LoadCommand;
import org.invigil.bench.scale.BackupBenchCommand;
import org.invigil.bench.scale.ReviewBenchCommand;
import org.invigil.bench.scale.ScaleCommand;
import org.invigil.bench.start.StartCommand;
import org.invigil.bench.tests.TestTimesCommand;
import org.invigil.server.system.LauncherWatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command behind {@code ./invigil bench}. */
@Command(
        name = "invigil bench",
        mixinStandardHelpOptions = true,
        description = "Measures speed, accuracy and capacity on this machine.",
        subcommands = {
            EngineCommand.class,
            AccuracyCommand.class,
            LoadCommand.class,
            ScaleCommand.class,
            FaultsCommand.class,
            BackupBenchCommand.class,
            ReviewBenchCommand.class,
            DoorsCommand.class,
            StartCommand.class,
            TestTimesCommand.class
        })
public final class Bench {

    private Bench() {}

    /** Runs a sub-command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        LauncherWatch.start();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Bench());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((exception, given) -> {
            exception.getCommandLine().getErr().println("invigil bench: " + firstLine(exception));
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((exception, failed, given) -> {
            failed.getErr().println("invigil bench: " + firstLine(exception));
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine;
    }

    private static String firstLine(Exception exception) {
        return String.valueOf(exception.getMessage()).lines().findFirst().orElse("failed");
    }
}
