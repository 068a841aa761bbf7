package org.invigil.server.command;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A command cannot be done; the message says why, and what to do. It is all that the person is told. */
public class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String CONNECTION_LOST = "08";
    private static final String RIGHTS = "28";
    private static final int MOST_CHARACTERS = 400;

    protected CommandException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What a failure of the database means to the person who started the command. */
    protected static String words(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (state.startsWith(CONNECTION_LOST)) {
            return "The database cannot be reached, or is gone: " + shortened(failure)
                    + " Nothing is lost; begin again when it runs.";
        }
        if (state.startsWith(RIGHTS)) {
            return "The database refuses invigil.database.owner.username and its password: " + shortened(failure);
        }
        return "The database refused: " + shortened(failure) + " (" + state + ")";
    }

    /** The message of a failure in one line. */
    protected static String shortened(Exception failure) {
        String words = String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
        return words.length() > MOST_CHARACTERS ? words.substring(0, MOST_CHARACTERS) + " ..." : words;
    }
}
