package org.invigil.server.faults;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** The embedded PostgreSQL of a running server, seen past its back: as its superuser. */
final class DatabaseOf {

    private final Path data;

    /** @param data the server's data folder, as this process sees it */
    DatabaseOf(Path data) {
        this.data = data;
    }

    int storedFrames(String session) throws SQLException, IOException {
        try (Connection connection = connect();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT coalesce(sum(frames), 0) FROM cheat_scores WHERE session_id = ?")) {
            query.setObject(1, UUID.fromString(session));
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** Fills the database's log until it needs a new file, which a full disk denies: it stops in the middle. */
    void exhaustItsLog() {
        assertThatThrownBy(() -> {
                    try (Connection connection = connect();
                            Statement statement = connection.createStatement()) {
                        for (int i = 0; i < 10_000; i++) {
                            statement.execute("SELECT pg_logical_emit_message(false, 'test', repeat('x', 100000))");
                        }
                    }
                })
                .isInstanceOf(SQLException.class);
    }

    private Connection connect() throws SQLException, IOException {
        Properties passwords = new Properties();
        try (var in = Files.newInputStream(data.resolve("database-passwords.properties"))) {
            passwords.load(in);
        }
        List<String> pidFile = Files.readAllLines(data.resolve("postgres/postmaster.pid"));
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + pidFile.get(3).strip() + "/invigil",
                "invigil_superuser",
                passwords.getProperty("superuser"));
    }
}
