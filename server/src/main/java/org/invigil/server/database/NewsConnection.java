package org.invigil.server.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * One connection that listens for notifications of PostgreSQL. It stands beside the pool, because it is held for as long
 * as the server runs, and it reads no table.
 */
public final class NewsConnection implements AutoCloseable {

    /** A link that answers nothing for so long is dead. */
    private static final String ANSWER_SECONDS = "10";

    private final Connection connection;
    private final PGConnection listener;

    private NewsConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.listener = connection.unwrap(PGConnection.class);
    }

    /**
     * What came in.
     *
     * @param payload what was said, perhaps empty
     */
    public record News(String channel, String payload) {}

    /**
     * Connects and listens.
     *
     * @param channels names of lower-case letters, digits and underscores
     */
    public static NewsConnection open(String url, String username, String password, List<String> channels)
            throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("user", username);
        settings.setProperty("password", password);
        settings.setProperty("ApplicationName", "invigil-news");
        settings.setProperty("connectTimeout", ANSWER_SECONDS);
        settings.setProperty("socketTimeout", ANSWER_SECONDS);
        settings.setProperty("tcpKeepAlive", "true");
        Connection connection = DriverManager.getConnection(url, settings);
        try (Statement statement = connection.createStatement()) {
            for (String channel : channels) {
                if (!channel.matches("[a-z0-9_]{1,63}")) {
                    throw new IllegalArgumentException("Not a name for a channel: " + channel);
                }
                statement.execute("LISTEN " + channel);
            }
            return new NewsConnection(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Waits for news.
     *
     * @param atMostMillis 1 or more; when it is over without news, the link is tried
     * @return what came, perhaps nothing
     * @throws SQLException if the link is lost
     */
    public List<News> await(int atMostMillis) throws SQLException {
        PGNotification[] notifications = listener.getNotifications(atMostMillis);
        if (notifications == null || notifications.length == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
            return List.of();
        }
        List<News> news = new ArrayList<>();
        for (PGNotification notification : notifications) {
            news.add(new News(notification.getName(), notification.getParameter()));
        }
        return news;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
