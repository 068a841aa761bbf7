package org.invigil.bench.scale;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.invigil.server.backup.BackupCommand;
import org.invigil.server.backup.RestoreCommand;
import org.invigil.server.database.DataDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./invigil bench backup}: one JSON object on standard output. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = "Fills an installation with score rows and clips, and times its backup and restore.")
public final class BackupBenchCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rows", defaultValue = "200000", description = "score rows to fill in (${DEFAULT-VALUE})")
    private long rows = 200_000;

    @Option(names = "--clips", defaultValue = "300", description = "clips (${DEFAULT-VALUE})")
    private int clips = 300;

    @Option(names = "--clip-bytes", defaultValue = "1000000", description = "bytes of each clip (${DEFAULT-VALUE})")
    private int clipBytes = 1_000_000;

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec);
        if (rows < 10_000 || rows > 1_000_000_000 || clips < 1 || clipBytes < 1) {
            throw new ParameterException(
                    command.commandLine(), "--rows wants 10000 to 1000000000, --clips and --clip-bytes 1 and more");
        }
        PrintWriter out = command.commandLine().getOut();
        Path work = Files.createTempDirectory("invigil-backup");
        PrintStream standardOutput = System.out;
        try (ScaleServer server = ScaleServer.start()) {
            new Filling(server, command.commandLine().getErr()).fill(rows);
            storeClips(server);
            System.setOut(System.err); // standard output is for the result alone
            out.println(JSON.writeValueAsString(measure(server, work)));
            out.flush();
        } finally {
            System.setOut(standardOutput);
            FileSystemUtils.deleteRecursively(work);
        }
        return 0;
    }

    private Map<String, Object> measure(ScaleServer server, Path work) throws Exception {
        Path first = work.resolve("first");
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("rows", rows);
        report.put("clips", clips);
        report.put("database_bytes", databaseBytes(server));
        try (DataDirectory held = DataDirectory.open(server.folder())) { // as the process of a server holds it
            String data = held.path().toString();
            report.put("backup_s", seconds(() -> BackupCommand.run(first.toString(), "--data", data)));
            report.put("table_bytes", bytes(first.resolve("tables")));
            report.put("clip_bytes", bytes(first.resolve("clips")));
            report.put(
                    "backup_reusing_clips_s",
                    seconds(() -> BackupCommand.run(
                            work.resolve("second").toString(), "--data", data, "--reuse", first.toString())));
        }
        report.put("check_s", seconds(() -> RestoreCommand.run(first.toString(), "--check")));
        report.put(
                "restore_s",
                seconds(() -> RestoreCommand.run(
                        first.toString(), "--data", work.resolve("restored").toString())));
        return report;
    }

    private interface Step {
        int run();
    }

    private static double seconds(Step step) {
        long start = System.nanoTime();
        int exitCode = step.run();
        if (exitCode != 0) {
            throw new IllegalStateException("The command ended with " + exitCode);
        }
        return Math.round((System.nanoTime() - start) / 1e8) / 10.0;
    }

    private static long databaseBytes(ScaleServer server) throws SQLException {
        try (Connection connection = server.owner();
                Statement statement = connection.createStatement();
                ResultSet size = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            size.next();
            return size.getLong(1);
        }
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /** Random bytes, which compress as little as video; their rows take the place of those that name no file. */
    private void storeClips(ScaleServer server) throws SQLException, IOException, NoSuchAlgorithmException {
        Random random = new Random(1);
        byte[] clip = new byte[clipBytes];
        try (Connection connection = server.owner();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE video_metadata NO FORCE ROW LEVEL SECURITY");
            statement.execute("SELECT set_config('invigil.role', 'system', false)");
            statement.execute("DELETE FROM video_metadata");
            List<String[]> sessions = sessions(statement);
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO video_metadata VALUES (gen_random_uuid(), ?::uuid, ?::uuid, ?, ?, ?, 'video/webm',"
                            + " 'looking_left', now(), 10000, now())")) {
                for (int i = 0; i < clips; i++) {
                    String[] session = sessions.get(i % sessions.size());
                    String path = "exam-recordings/" + session[1] + "/" + session[0] + "/" + i + ".webm";
                    random.nextBytes(clip);
                    Path file = server.folder().resolve("storage").resolve(path);
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    Files.write(file, clip);
                    insert.setString(1, session[0]);
                    insert.setString(2, session[1]);
                    insert.setString(3, path);
                    insert.setLong(4, clipBytes);
                    insert.setString(
                            5,
                            HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(clip)));
                    insert.executeUpdate();
                }
            }
            statement.execute("ALTER TABLE video_metadata FORCE ROW LEVEL SECURITY");
        }
    }

    private static List<String[]> sessions(Statement statement) throws SQLException {
        List<String[]> sessions = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT id, student_id FROM exam_sessions ORDER BY id")) {
            while (rows.next()) {
                sessions.add(new String[] {rows.getString(1), rows.getString(2)});
            }
        }
        return sessions;
    }
}
