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
                    "Add public demo accounts and a sample exam that is open now; listens on this machine only, unless --host says otherwise.")
    boolean demo;

    @Option(names = "--port", paramLabel = "PORT", description = "The port to listen on; 8080 unless configured.")
    @Nullable
    Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "The address to listen on; every one of this machine (0.0.0.0) unless configured, 127.0.0.1 with --demo.")
    @Nullable
    String host;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The folder for database, clips, configuration (invigil.yaml) and passwords; ./data by default.")
    Path data = Path.of("data");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file; invigil.yaml in the data folder, if it is there, by default.")
    @Nullable
    Path config;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
