package org.invigil.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.invigil.server.system.PrivateFiles;

/**
 * One PostgreSQL server on one data folder, listening on the loopback interface with passwords for every role.
 *
 * <p>It is started detached from the terminal, so that Ctrl-C reaches the application first and the database is stopped
 * after the last write. If the application is killed, the database lives on; the next start stops it and takes over.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    public static final String DATABASE = "invigil";
    public static final String OWNER_ROLE = "invigil_owner";
    public static final String APP_ROLE = "invigil_app";

    private static final String SUPERUSER = "invigil_superuser";
    private static final String MAJOR_VERSION = "18";
    private static final String DATA_FOLDER = "postgres";
    private static final String PASSWORD_FILE = "database-passwords.properties";

    /** What PostgreSQL writes into postmaster.pid: the port in the fourth line, "ready" in the last. */
    private static final int PID_FILE_PORT = 4;

    private static final int PID_FILE_LINES = 8;

    private final PostgresPrograms programs;
    private final Path data;
    private final int port;
    private final DatabasePasswords passwords;
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final PostgresWatch watch = new PostgresWatch(new Watched());

    private EmbeddedPostgres(PostgresPrograms programs, Path data, int port, DatabasePasswords passwords) {
        this.programs = programs;
        this.data = data;
        this.port = port;
        this.passwords = passwords;
    }

    /**
     * Starts PostgreSQL on {@code folder/postgres}, creating it at the first time, with the roles and the database
     * {@value #DATABASE}. The caller owns {@code folder} alone.
     *
     * @param binariesHome where the programs are unpacked
     * @throws StartException if it cannot be started
     */
    public static EmbeddedPostgres start(Path folder, Path binariesHome) {
        return start(folder, binariesHome, HeldPort.take());
    }

    /** The same on a port that is held until PostgreSQL itself takes it. */
    static EmbeddedPostgres start(Path folder, Path binariesHome, HeldPort held) {
        try (held) {
            PostgresPrograms programs = new PostgresPrograms(PostgresBinaries.unpack(binariesHome.toAbsolutePath()));
            DatabasePasswords passwords = DatabasePasswords.loadOrCreate(folder.resolve(PASSWORD_FILE));
            Path data = folder.toAbsolutePath().resolve(DATA_FOLDER);
            initialize(programs, data, passwords);
            stopLeftOver(programs, data);
            int port = held.number();
            held.close();
            launch(programs, data, port);
            EmbeddedPostgres postgres = new EmbeddedPostgres(programs, data, port, passwords);
            try {
                postgres.createRoles();
                postgres.createDatabase(DATABASE);
            } catch (SQLException | RuntimeException e) {
                postgres.close();
                throw new StartException("The embedded PostgreSQL cannot be prepared: " + e.getMessage(), e);
            }
            return postgres;
        } catch (IOException e) {
            throw new StartException("The embedded PostgreSQL cannot be started in " + folder + ": " + e, e);
        }
    }

    /** Whether the folder holds a database. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(DATA_FOLDER).resolve("PG_VERSION"));
    }

    /** How to sign in to the PostgreSQL that another process runs on this folder; empty if none takes connections. */
    static Optional<OwnerLogin> findRunning(Path folder) {
        Path passwordFile = folder.resolve(PASSWORD_FILE);
        Path pidFile = folder.resolve(DATA_FOLDER).resolve("postmaster.pid");
        try {
            if (!Files.exists(passwordFile) || !Files.exists(pidFile)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(pidFile);
            if (lines.size() < PID_FILE_LINES || !lines.get(PID_FILE_LINES - 1).startsWith("ready")) {
                return Optional.empty();
            }
            int port = Integer.parseInt(lines.get(PID_FILE_PORT - 1).strip());
            return Optional.of(ownerLogin(port, DatabasePasswords.loadOrCreate(passwordFile)));
        } catch (IOException | NumberFormatException e) {
            throw new StartException(
                    "The database of the running server cannot be found in " + folder + ": " + e
                            + ". Run this command as the user who runs the server.",
                    e);
        }
    }

    private static void launch(PostgresPrograms programs, Path data, int port) throws IOException {
        Path startLog = data.resolve("start.log");
        Files.deleteIfExists(startLog);
        try {
            programs.runDetached(
                    "pg_ctl",
                    "start",
                    "-w",
                    "-t",
                    "60",
                    "-D",
                    data.toString(),
                    "-l",
                    startLog.toString(),
                    "-o",
                    String.join(" ", options(port, programs.haveSockets())));
        } catch (StartException e) {
            String reason = Files.exists(startLog) ? Files.readString(startLog).strip() : e.getMessage();
            throw new StartException("PostgreSQL does not start on " + data + ": " + reason, e);
        }
    }

    /** From now on PostgreSQL is started again, on the same port, whenever it ends by itself. */
    public void keepRunning() {
        watch.start();
    }

    private final class Watched implements PostgresWatch.Database {

        @Override
        public boolean isUp() {
            try {
                Path pidFile = data.resolve("postmaster.pid");
                return !running.get()
                        || (Files.exists(pidFile)
                                && postmaster(pidFile, programs, data).isPresent());
            } catch (IOException | NumberFormatException e) {
                return true; // the file is just being written, or cannot be read: not seen is not down
            }
        }

        @Override
        public void startAgain() {
            try {
                stopLeftOver(programs, data);
                launch(programs, data, port);
            } catch (IOException e) {
                throw new StartException(String.valueOf(e), e);
            }
        }
    }

    /** Settings for a small machine; memory stays near 150 MB. */
    private static List<String> options(int port, boolean sockets) {
        List<String> options = new ArrayList<>(List.of("-p " + port));
        if (sockets) {
            options.add("-c unix_socket_directories=''"); // loopback alone
        }
        options.addAll(List.of(
                "-c listen_addresses=127.0.0.1",
                "-c max_connections=60",
                "-c shared_buffers=64MB",
                "-c max_wal_size=512MB",
                "-c jit=off",
                "-c io_method=sync", // three processes fewer
                "-c max_logical_replication_workers=0", // and one more
                "-c timezone=UTC",
                "-c log_timezone=UTC",
                "-c logging_collector=on",
                "-c log_filename=postgres-%a.log",
                "-c log_truncate_on_rotation=on",
                "-c log_rotation_size=0",
                "-c log_min_error_statement=panic")); // statements carry personal data
        return options;
    }

    private static void initialize(PostgresPrograms programs, Path data, DatabasePasswords passwords)
            throws IOException {
        Path version = data.resolve("PG_VERSION");
        if (Files.exists(version)) {
            String found = Files.readString(version).strip();
            if (!found.equals(MAJOR_VERSION)) {
                throw new StartException("The folder " + data + " belongs to PostgreSQL " + found + ", this is "
                        + MAJOR_VERSION + ". Dump it with the old version and load it into the new one.");
            }
            return;
        }
        // In a draft folder first: an interrupted initdb must not be mistaken for a database.
        Path draft = data.resolveSibling("postgres.new");
        PostgresBinaries.deleteTree(draft);
        Files.createDirectory(draft, PrivateFiles.folder(draft));
        Path passwordFile = draft.resolveSibling("postgres.pw");
        Files.deleteIfExists(passwordFile);
        Files.createFile(passwordFile, PrivateFiles.file(passwordFile));
        try {
            Files.writeString(passwordFile, passwords.superuser());
            programs.own(draft);
            programs.own(passwordFile);
            programs.run(
                    "initdb",
                    "-D",
                    draft.toString(),
                    "-U",
                    SUPERUSER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--data-checksums");
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Ends what a killed server left behind on this folder. The caller holds the folder, so a live postmaster here
     * belongs to nobody any more.
     */
    private static void stopLeftOver(PostgresPrograms programs, Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (Files.exists(pidFile)) {
            if (postmaster(pidFile, programs, data).isPresent()) {
                programs.run("pg_ctl", "stop", "-m", "fast", "-w", "-t", "60", "-D", data.toString());
            } else {
                Files.deleteIfExists(pidFile); // the number may belong to any other process by now
            }
        }
        // Children of a killed postmaster end by themselves; starting beside them would be refused.
        CompletableFuture<?>[] orphans = ProcessHandle.allProcesses()
                .filter(process -> worksIn(process, data))
                .map(ProcessHandle::onExit)
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(orphans).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while waiting for the last PostgreSQL to end.", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartException(
                    "Processes of the last PostgreSQL still run on " + data + ". End them and start again.", e);
        }
    }

    /** The process that the file names, if it is a PostgreSQL on this folder. */
    private static Optional<ProcessHandle> postmaster(Path pidFile, PostgresPrograms programs, Path data)
            throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        long pid = lines.isEmpty() ? -1 : Long.parseLong(lines.getFirst().strip());
        return ProcessHandle.of(pid)
                .filter(process ->
                        Files.isDirectory(Path.of("/proc/self")) ? worksIn(process, data) : programs.isOurs(process));
    }

    /** Linux tells where a process works, and PostgreSQL works in its data folder; elsewhere this is never true. */
    private static boolean worksIn(ProcessHandle process, Path data) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(data.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            return false; // ended meanwhile, or not ours to see
        }
    }

    private void createRoles() throws SQLException {
        try (Connection connection = connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            for (String[] role : new String[][] {{OWNER_ROLE, passwords.owner()}, {APP_ROLE, passwords.app()}}) {
                if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role[0])) {
                    statement.execute("CREATE ROLE " + role[0]);
                }
                statement.execute("ALTER ROLE " + role[0]
                        + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '" + role[1]
                        + "'");
            }
        }
    }

    /**
     * Creates an empty database of the owner role unless it is there. Only the owner and the application may connect.
     *
     * @param name lower-case letters, digits and underscores
     */
    public void createDatabase(String name) throws SQLException {
        if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("Not a name for a database: " + name);
        }
        try (Connection connection = connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
                statement.execute("CREATE DATABASE " + name + " OWNER " + OWNER_ROLE);
                statement.execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
                statement.execute("GRANT CONNECT ON DATABASE " + name + " TO " + APP_ROLE);
            }
        }
    }

    private static boolean exists(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private Connection connectAsSuperuser() throws SQLException {
        return DriverManager.getConnection(jdbcUrl("postgres"), SUPERUSER, passwords.superuser());
    }

    public String jdbcUrl(String database) {
        return jdbcUrl(port, database);
    }

    static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public String ownerPassword() {
        return passwords.owner();
    }

    public String appPassword() {
        return passwords.app();
    }

    OwnerLogin ownerLogin() {
        return ownerLogin(port, passwords);
    }

    private static OwnerLogin ownerLogin(int port, DatabasePasswords passwords) {
        return new OwnerLogin(jdbcUrl(port, DATABASE), OWNER_ROLE, passwords.owner(), APP_ROLE);
    }

    /** Stops PostgreSQL and waits for it. Calling it again does nothing. */
    @Override
    public void close() throws IOException {
        if (!running.compareAndSet(true, false)) {
            return;
        }
        watch.close();
        try {
            programs.run("pg_ctl", "stop", "-m", "fast", "-w", "-t", "60", "-D", data.toString());
        } catch (StartException e) {
            // Immediate is what a crash is: nothing committed is lost, the next start recovers from the log.
            programs.run("pg_ctl", "stop", "-m", "immediate", "-w", "-t", "30", "-D", data.toString());
        }
    }
}
