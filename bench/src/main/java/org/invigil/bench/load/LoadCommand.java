package org.invigil.bench.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./invigil bench load}: so many students at such a rate for so long, and what came of it as one JSON object on
 * standard output. Without {@code --url} it starts a server of its own beside itself.
 */
@Command(name = "load", description = "Real students' sockets against a real server; one JSON object at the end.")
public final class LoadCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int SUBMITTING_AT_ONCE = 8;

    @Option(names = "--students", required = true, description = "how many sit the exam at once")
    private int students;

    @Option(names = "--fps", required = true, description = "frames a second each sends, if the server takes them")
    private double fps;

    @Option(names = "--seconds", required = true, description = "how long")
    private int seconds;

    @Option(names = "--size", defaultValue = "320x240", description = "size of the frames (${DEFAULT-VALUE})")
    private String size = "320x240";

    @Option(names = "--frames", description = "a video, a picture or a folder of pictures to send")
    private @Nullable Path frames;

    @Option(
            names = "--warm-up",
            defaultValue = "15",
            description = "seconds of the same load before anything is measured (${DEFAULT-VALUE})")
    private int warmUpSeconds = 15;

    @Option(
            names = "--tiles",
            defaultValue = "0",
            description = "how many of the students a proctor watches as tiles, 120 at most (${DEFAULT-VALUE})")
    private int tiles;

    @Option(
            names = "--url",
            description = "a running server; its admin comes from INVIGIL_ADMIN and INVIGIL_ADMIN_PASSWORD")
    private @Nullable URI url;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        if (students < 1 || fps <= 0 || seconds < 1 || warmUpSeconds < 0 || tiles < 0 || tiles > 120) {
            throw new LoadFailedException(
                    "--students and --seconds want at least 1, --fps more than 0, --warm-up at least 0, --tiles 0 to 120");
        }
        List<byte[]> pictures = Frames.read(frames, Frames.Size.parse(size));
        URI running = url;
        Map<String, Object> report;
        if (running != null) {
            report = measure(running, null, pictures);
        } else {
            try (ServerProcess server = ServerProcess.start()) {
                report = measure(server.address(), server, pictures);
            }
        }
        System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));
        boolean rowsLost = !Objects.equals(report.get("score_rows_saved"), report.get("score_rows_expected"));
        return rowsLost ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private Map<String, Object> measure(URI base, @Nullable ServerProcess server, List<byte[]> pictures)
            throws IOException, InterruptedException, ExecutionException {
        Api admin = Api.signIn(
                base,
                System.getenv().getOrDefault("INVIGIL_ADMIN", "admin"),
                System.getenv().getOrDefault("INVIGIL_ADMIN_PASSWORD", "invigil-admin"));
        Tally tally = new Tally();
        LiveWatcher watcher = new LiveWatcher();
        WebSocket dashboard = admin.openSocket("/live", watcher);
        List<Student> sitting = seat(base, admin, pictures, tally, watcher);

        TileViewer viewer = new TileViewer();
        WebSocket page =
                tiles == 0 ? null : TileViewer.open(admin, viewer, sitting.subList(0, Math.min(tiles, sitting.size())));

        send(sitting, System.nanoTime(), Duration.ofSeconds(warmUpSeconds));
        sitting.forEach(Student::warmedUp);
        tally.reset();
        watcher.reset();
        viewer.reset();

        ServerCounters before = ServerCounters.read(admin);
        Optional<CpuShares> cpuBefore = server == null ? Optional.empty() : server.cpuShares();
        long startNanos = System.nanoTime();
        send(sitting, startNanos, Duration.ofSeconds(seconds));
        double elapsedSeconds = (System.nanoTime() - startNanos) / 1e9;
        Optional<CpuShares> cpuAfter = server == null ? Optional.empty() : server.cpuShares();
        OptionalDouble memory = server == null ? OptionalDouble.empty() : server.memoryMegabytes();
        ServerCounters counted = ServerCounters.read(admin).minus(before);

        submit(sitting);
        long expectedRows = 0;
        long savedRows = 0;
        for (Student student : sitting) {
            expectedRows += student.expectedRows();
            savedRows += student.savedRows();
        }
        dashboard.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        long stills = viewer.stills();
        if (page != null) {
            page.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }

        LoadReport report = new LoadReport(students, tally, counted, sitting, elapsedSeconds);
        return report.lines(
                expectedRows,
                savedRows,
                watcher.delayMillis(99),
                cpuAfter.flatMap(after -> cpuBefore.map(after::minus)).orElse(null),
                Floor.millis(pictures),
                memory,
                stills);
    }

    /** Creates an exam and the students, signs each in, starts each one's session and opens each one's socket. */
    private List<Student> seat(URI base, Api admin, List<byte[]> pictures, Tally tally, LiveWatcher watcher)
            throws IOException, InterruptedException {
        ExamRoom room = ExamRoom.open(admin, "Load test", 1);
        String run = UUID.randomUUID().toString().substring(0, 8);
        List<Student> sitting = new ArrayList<>();
        for (int i = 0; i < students; i++) {
            ExamRoom.Seat seat = room.seat(base, "load-%s-%d".formatted(run, i));
            int firstFrame = (int) ((long) i * pictures.size() / students);
            Student student = new Student(seat.api(), seat.sessionId(), pictures, firstFrame, fps, tally, watcher);
            student.beginAfter(1e9 / fps * i / students);
            sitting.add(student);
        }
        sitting.forEach(Student::connect);
        return sitting;
    }

    /** Several at a time: each waits for its last scores, and a socket that is idle for a minute is closed. */
    private static void submit(List<Student> sitting) throws InterruptedException, ExecutionException {
        together(Executors.newFixedThreadPool(SUBMITTING_AT_ONCE), sitting, Student::submit);
    }

    private void send(List<Student> sitting, long startNanos, Duration length)
            throws InterruptedException, ExecutionException {
        together(Executors.newVirtualThreadPerTaskExecutor(), sitting, student -> student.run(fps, startNanos, length));
        TimeUnit.MILLISECONDS.sleep(500); // the last answers are still on their way
    }

    private interface Action {
        void of(Student student) throws IOException, InterruptedException;
    }

    /** Lets everybody do it on these threads, and waits for all. */
    private static void together(ExecutorService threads, List<Student> sitting, Action action)
            throws InterruptedException, ExecutionException {
        try (threads) {
            List<Future<?>> running = new ArrayList<>();
            for (Student student : sitting) {
                running.add(threads.submit(() -> {
                    action.of(student);
                    return null;
                }));
            }
            for (Future<?> done : running) {
                done.get();
            }
        }
    }
}
