package org.invigil.server.backup;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.invigil.server.command.CommandException;
import org.jspecify.annotations.Nullable;

/** A backup or a restore cannot be done; the message says why, and what to do. */
final class BackupException extends CommandException {

    private static final long serialVersionUID = 1L;

    private static final String DISK_FULL = "53100";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    BackupException(String message) {
        this(message, null);
    }

    private BackupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static BackupException folderTaken(Path folder) {
        return new BackupException("The folder " + folder
                + " exists and is not empty. A backup is a folder of its own: name one that does not exist.");
    }

    static BackupException mountPoint(Path folder) {
        return new BackupException(
                folder + " is a disk of its own. Name a folder on it, such as " + folder.resolve("today") + ".");
    }

    static BackupException draftTaken(Path draft) {
        return new BackupException(
                "There is " + draft
                        + " already: of a backup that is still running, or of one that was cut off. If none is running, delete it.");
    }

    static BackupException noManifest(Path folder) {
        return new BackupException("The folder " + folder
                + " holds no whole backup: manifest.json or manifest.sha256 is missing. It is written last, so a backup"
                + " without it was cut off. Take another one.");
    }

    static BackupException damaged(String file, String how) {
        return new BackupException(
                "The backup is damaged: " + file + " " + how + ". Nothing was restored. Take another backup.");
    }

    static BackupException newerFormat(int format, int known) {
        return new BackupException("The backup has format " + format + ", this program knows " + known
                + " and older. Restore it with the version of Invigil that made it, or a newer one.");
    }

    static BackupException newerSchema(String what, String version, String known) {
        return new BackupException(what + " has schema " + version + ", this program knows " + known
                + " and older. Use the version of Invigil that it belongs to, or a newer one.");
    }

    static BackupException notEmpty(String table) {
        return new BackupException("The database is in use already: there are rows in " + table
                + ". A restore overwrites nothing; name an empty data folder with --data, or an empty database.");
    }

    static BackupException databaseInUse() {
        return new BackupException(
                "A server is running on this database. Stop all its servers, then restore into an empty database.");
    }

    static BackupException doesNotFit(String what) {
        return new BackupException("The backup does not fit the schema that it names: " + what
                + ". It was made by a version of Invigil that was never released, or its manifest was changed.");
    }

    static BackupException hidden(String table) {
        return new BackupException(
                "Not every row of " + table + " can be seen by the role that owns it, so a backup would"
                        + " not be whole. This is a fault of Invigil; please report it. Nothing was kept.");
    }

    static BackupException of(Path folder, IOException failure) {
        String words = failure instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(failure.getMessage());
        if (words.contains("No space left") || words.contains("quota exceeded")) {
            return new BackupException(
                    "The disk is full. Make room and begin again; what has been written does not stand"
                            + " in the way of a restore, and of a backup nothing was kept.",
                    failure);
        }
        return new BackupException("Files cannot be read or written (" + folder + "): " + failure, failure);
    }

    static BackupException of(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (state.equals(DISK_FULL)) {
            return new BackupException("The disk of the database is full. Make room and begin again.", failure);
        }
        if (state.equals(LOCK_NOT_AVAILABLE)) {
            return databaseInUse();
        }
        return new BackupException(words(failure), failure);
    }

    static BackupException of(FlywayException failure) {
        return new BackupException("The schema cannot be read or made: " + shortened(failure), failure);
    }
}
