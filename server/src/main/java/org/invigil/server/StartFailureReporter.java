package org.invigil.server;

import java.io.PrintStream;
import org.invigil.server.configuration.BindingWords;
import org.invigil.server.database.StartException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Prints one line instead of a stack trace for what a person at the terminal can mend. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {

    /** Called by Spring Boot, which finds this class in {@code spring.factories}. */
    StartFailureReporter(ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        if (ServerProcess.isStopRequested()) {
            return true; // ServerProcess says in one line that the start was broken off
        }
        PrintStream errors = System.err;
        // First of all, for it may lie below others: the database's address is a value that cannot be bound if it did
        // not start.
        StartException reason = startException(failure);
        if (reason != null) {
            if (reason != failure) { // the outermost one is printed by ServerProcess
                errors.println("invigil: " + reason.getMessage());
            }
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException wrong) {
                errors.println("invigil: The configuration is wrong: " + BindingWords.of(wrong));
                return true;
            }
            if (cause instanceof MarkedYAMLException notYaml) {
                errors.println("invigil: The configuration file is not valid YAML: " + notYaml.getProblem()
                        + (notYaml.getProblemMark() == null
                                ? ""
                                : ", line " + (notYaml.getProblemMark().getLine() + 1)));
                return true;
            }
            if (cause instanceof PortInUseException inUse) {
                errors.println("invigil: Port " + inUse.getPort()
                        + " is taken by another program. Stop it, or choose another port with --port.");
                return true;
            }
        }
        return false;
    }

    private static @Nullable StartException startException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartException reason) {
                return reason;
            }
        }
        return null;
    }
}
