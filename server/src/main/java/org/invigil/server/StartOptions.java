package org.invigil.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code invigil start}. */
@Command(name = "invigil start", description = "Starts the server.", sortOptions = false)
final class StartOptions {

    @Option(
            names = "--demo",
            description =
                    "Add public demo accounts and a sample exam that is open now. Never on a server others can reach.")
    boolean demo;

    @Option(names = "--port", paramLabel = "PORT", description = "The port to listen on; 8080 unless configured.")
    @Nullable
    Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The folder for database, clips, configuration (invigil.yaml) and passwords; ./data by default.")
    Path data = Path.of("data");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
