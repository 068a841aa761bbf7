package org.invigil.server;

import java.io.PrintStream;
import java.time.Clock;
import org.invigil.server.system.LauncherWatch;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The application: {@code java -cp ... org.invigil.server.InvigilServer [--demo] [--host ADDRESS] [--port 8080] [--data DIR]}. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class InvigilServer {

    /** The only clock of the server. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Exit code 1 if the server cannot start, 4 if another process has the data folder, 2 for a wrong command line; after a signal that of the signal, such as 143. */
    public static void main(String[] arguments) {
        LauncherWatch.start();
        StartOptions options = new StartOptions();
        CommandLine commandLine = new CommandLine(options);
        try {
            commandLine.parseArgs(arguments);
            if (options.port != null && (options.port < 0 || options.port > 65_535)) {
                throw new ParameterException(commandLine, "--port must be 0 to 65535, not " + options.port);
            }
        } catch (ParameterException e) {
            PrintStream errors = System.err;
            errors.println("invigil start: " + e.getMessage() + ". 'invigil start --help' lists the options.");
            System.exit(2);
        }
        if (options.help) {
            commandLine.usage(System.out);
            return;
        }
        int exitCode = ServerProcess.start(options);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }
}
