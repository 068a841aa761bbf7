package org.invigil.server.database;

import java.nio.file.Path;

/** Another process holds the data folder: a server, or a command such as a backup of a stopped one. It may pass. */
public final class FolderInUseException extends StartException {

    /** The launcher waits for this one when it starts a killed server again. */
    private static final int EXIT_CODE = 4;

    FolderInUseException(Path folder) {
        super("Another Invigil server is using the data folder " + folder
                + ". Stop it, or choose another folder with --data.");
    }

    @Override
    public int exitCode() {
        return EXIT_CODE;
    }
}
