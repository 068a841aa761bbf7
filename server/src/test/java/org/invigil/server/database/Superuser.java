package org.invigil.server.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The one role that no policy binds: a test that must know what is really there asks as this one. */
public final class Superuser {

    private Superuser() {}

    /** Connects to a database of the embedded PostgreSQL of this data folder. */
    public static Connection connect(Path folder, String url) throws SQLException, IOException {
        DatabasePasswords passwords = DatabasePasswords.loadOrCreate(folder.resolve("database-passwords.properties"));
        return DriverManager.getConnection(url, "invigil_superuser", passwords.superuser());
    }

    /** The same for the PostgreSQL that a server runs on this folder, and the server's database. */
    public static Connection connectToRunning(Path folder) throws SQLException, IOException {
        return connect(
                folder, EmbeddedPostgres.findRunning(folder).orElseThrow().url());
    }
}
