package org.invigil.server.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.invigil.server.configuration.ConfigurationCheck;
import org.invigil.server.database.CommandDatabase;
import org.invigil.server.database.StartException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What the commands beside the server have in common: which installation is meant, and how failures are told. */
public final class CommandOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of the installation; ./data by default.")
    private Path data = Path.of("data");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file; invigil.yaml in the data folder, if it is there, by default.")
    private @Nullable Path config;

    /** Stands for the application, of which a command needs the configuration only. */
    private static final class Nothing {}

    /** What is done with an installation. */
    public interface Work {

        /**
         * Does it.
         *
         * @param environment the configuration
         * @param folder the data folder
         * @return the exit code
         */
        int run(CommandDatabase database, Environment environment, Path folder);
    }

    /**
     * Runs a command in this process.
     *
     * @param toPerson takes what goes wrong
     * @return its exit code
     */
    public static int run(Object command, PrintWriter out, PrintWriter toPerson, String... arguments) {
        CommandLine line = new CommandLine(command);
        String name = line.getCommandName();
        return line.setOut(out)
                .setErr(toPerson)
                .setParameterExceptionHandler((wrong, given) -> {
                    toPerson.println(name + ": " + wrong.getMessage() + ". '" + name + " --help' lists the options.");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, failed, given) -> {
                    if (!(failure instanceof CommandException || failure instanceof StartException)) {
                        throw failure;
                    }
                    toPerson.println(name + ": " + failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    /**
     * Does the work with the installation's database, and lets go of it.
     *
     * @param open how to get at the database of this configuration in this data folder
     */
    public int with(DatabaseOpener open, Work work) {
        Path folder = data.toAbsolutePath().normalize();
        try (ConfigurableApplicationContext context = configuration(folder)) {
            ConfigurableEnvironment environment = context.getEnvironment();
            CommandDatabase database = open.open(environment, folder);
            // A database that was started for the command ends with it, on Ctrl-C too.
            Thread atTheEnd = new Thread(database::close, "invigil-stop");
            Runtime.getRuntime().addShutdownHook(atTheEnd);
            try (database) {
                return work.run(database, environment, folder);
            } finally {
                forget(atTheEnd);
            }
        }
    }

    /** Opens the database of an installation. */
    public interface DatabaseOpener {
        CommandDatabase open(Environment environment, Path folder);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is running just now.
        }
    }

    /** The configuration as a start on this folder would have it, checked as there. */
    private ConfigurableApplicationContext configuration(Path folder) {
        Path file = config == null ? folder.resolve("invigil.yaml") : config.toAbsolutePath();
        if (config != null && !Files.isReadable(file)) {
            throw new StartException("The configuration file " + config + " is missing or cannot be read.");
        }
        SpringApplication spring = new SpringApplication(Nothing.class);
        spring.setWebApplicationType(WebApplicationType.NONE);
        spring.setRegisterShutdownHook(false);
        spring.setLogStartupInfo(false);
        spring.addInitializers(context -> ConfigurationCheck.run(context.getEnvironment(), file, context));
        try {
            return spring.run(
                    "--invigil.data=" + folder, "--spring.config.additional-location=optional:" + file.toUri());
        } catch (StartException e) {
            throw e;
        } catch (RuntimeException e) {
            // Spring or StartFailureReporter has told the reason.
            throw new StartException("The configuration " + file + " cannot be used, see above. Nothing was done.", e);
        }
    }
}
