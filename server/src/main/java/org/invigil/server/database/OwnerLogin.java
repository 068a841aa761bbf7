package org.invigil.server.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * How to sign in as the role that owns the schema. For commands beside the server; the running application has no such
 * connection.
 *
 * @param url of the database, for JDBC
 * @param appUsername the role that the application signs in as
 */
public record OwnerLogin(String url, String username, String password, String appUsername) {

    private static final String CONNECT_SECONDS = "10";

    /**
     * Connects.
     *
     * @param longestAnswer a database that is silent for longer is given up
     */
    public Connection connect(Duration longestAnswer) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("user", username);
        settings.setProperty("password", password);
        settings.setProperty("ApplicationName", "invigil-command");
        settings.setProperty("connectTimeout", CONNECT_SECONDS);
        settings.setProperty("socketTimeout", Long.toString(longestAnswer.toSeconds()));
        settings.setProperty("tcpKeepAlive", "true");
        settings.setProperty("logServerErrorDetail", "false"); // a detail quotes the row, and rows are about persons
        return DriverManager.getConnection(url, settings);
    }

    @Override
    public String toString() {
        return "OwnerLogin[" + username + "]";
    }
}
