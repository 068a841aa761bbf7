package org.invigil.server.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/** The operating system's own PostgreSQL, started on a data folder and a free port of its own. */
public final class DebianPostgres implements AutoCloseable {

    public static final String PASSWORD = "a-password-of-the-test";

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final int LEAST_VERSION = 15;

    private final PostgresPrograms programs;
    private final Path data;
    private final int port;

    private DebianPostgres(PostgresPrograms programs, Path data, int port) {
        this.programs = programs;
        this.data = data;
        this.port = port;
    }

    /** Creates the database, its two roles and an empty {@code invigil} in a folder that exists. */
    public static DebianPostgres start(Path folder) throws IOException, SQLException {
        PostgresPrograms programs = new PostgresPrograms(newestHome());
        Path data = Files.createDirectory(folder.resolve("debian-postgres"));
        programs.own(data);
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        programs.run(
                "initdb", "-D", data.toString(), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C");
        programs.run(
                "pg_ctl",
                "start",
                "-w",
                "-D",
                data.toString(),
                "-l",
                data.resolve("server.log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=80");
        DebianPostgres postgres = new DebianPostgres(programs, data, port);
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl("postgres"), "postgres", PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE invigil_owner LOGIN NOSUPERUSER NOBYPASSRLS");
            statement.execute("CREATE ROLE invigil_app LOGIN NOSUPERUSER NOBYPASSRLS");
            statement.execute("CREATE DATABASE invigil OWNER invigil_owner");
        }
        return postgres;
    }

    private static Path newestHome() throws IOException {
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.filter(home -> Files.isExecutable(home.resolve("bin/initdb")))
                    .filter(home -> version(home) >= LEAST_VERSION)
                    .max(Comparator.comparingInt(DebianPostgres::version))
                    .orElseThrow(() -> new IOException("No PostgreSQL " + LEAST_VERSION + " or newer in " + VERSIONS));
        }
    }

    private static int version(Path home) {
        String name = home.getFileName().toString();
        return name.matches("\\d{1,3}") ? Integer.parseInt(name) : 0;
    }

    /** The one value of a query, as its superuser. */
    public String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), "postgres", PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    public String jdbcUrl() {
        return jdbcUrl("invigil");
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public void close() throws IOException {
        programs.run("pg_ctl", "stop", "-m", "immediate", "-w", "-D", data.toString());
    }
}
