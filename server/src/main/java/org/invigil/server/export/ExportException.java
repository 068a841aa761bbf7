package org.invigil.server.export;

import java.io.IOException;
import java.sql.SQLException;
import java.util.UUID;
import org.invigil.server.command.CommandException;
import org.jspecify.annotations.Nullable;

/** An export cannot be done; the message says why, and what to do. */
final class ExportException extends CommandException {

    private static final long serialVersionUID = 1L;

    private static final String NO_SUCH_COLUMN = "42703";
    private static final String NO_SUCH_TABLE = "42P01";

    private ExportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static ExportException unknown(String what, UUID id) {
        return new ExportException("There is no " + what + " " + id + " in this database.", null);
    }

    static ExportException of(IOException failure) {
        return new ExportException("The export cannot be written: " + shortened(failure), failure);
    }

    static ExportException of(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (state.equals(NO_SUCH_COLUMN) || state.equals(NO_SUCH_TABLE)) {
            return new ExportException(
                    "The database has the schema of another version of Invigil, or none. Start a server of this version on"
                            + " it once, or use the export of the version that it belongs to.",
                    failure);
        }
        return new ExportException(words(failure), failure);
    }
}
