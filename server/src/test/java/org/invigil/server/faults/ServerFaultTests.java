package org.invigil.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.invigil.server.TestGate;
import org.invigil.server.TestHttp;
import org.invigil.server.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/**
 * The whole server as a process, with its own PostgreSQL, and what can befall it in the middle of an exam: {@code kill
 * -9}, a killed database, SIGTERM, a full disk. A student sits the demo's exam through all of it.
 */
class ServerFaultTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final List<TestServer> servers = new ArrayList<>();
    private final List<AutoCloseable> closeable = new ArrayList<>();
    private final ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();

    /** The folder is removed by stopAll, once the database that works in it has ended. */
    ServerFaultTests(@TempDir(cleanup = CleanupMode.NEVER) Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void stopAll() throws Exception {
        camera.shutdownNow();
        for (AutoCloseable each : closeable) {
            each.close();
        }
        for (TestServer server : servers) {
            server.kill();
        }
        for (ProcessHandle postgres : TestServer.postgresOf(data())) {
            postgres.destroyForcibly();
            postgres.onExit().get(30, TimeUnit.SECONDS);
        }
        FileSystemUtils.deleteRecursively(folder);
    }

    @Test
    void anExamOutlivesKillsAndStops() throws Exception {
        TestServer first = start(List.of());
        // The address stays the test's own: between two servers no other process can take it.
        TestGate address = new TestGate(first.port());
        closeable.add(address);
        SittingStudent student = SittingStudent.begin(address.port(), "student1");
        DatabaseOf database = new DatabaseOf(data());

        // kill -9 in the middle of a row, of a slow camera's row, and of an upload
        assertThat(student.upload("first").status()).isEqualTo(201);
        assertThat(student.save()).isTrue();
        student.connect();
        SittingStudent slow = SittingStudent.begin(address.port(), "student2");
        slow.connect();
        CompletableFuture<Void> filming = inBackground(() -> slow.film(camera, 19, 250));
        CompletableFuture<Void> uploading = inBackground(() -> student.uploadHalf("half"));
        Path arriving = data().resolve("uploads");
        await().atMost(PATIENCE).until(() -> largestFile(arriving) > 10_000);
        do {
            student.film(camera, 5);
        } while (!filming.isDone());
        filming.join();
        assertThat(student.save()).isTrue();
        first.kill();
        uploading.join();
        assertThat(largestFile(arriving)).as("what the kill left").isGreaterThan(10_000);

        TestServer second = start(List.of());
        address.retarget(second.port());
        student.connect();
        int lost = lostOnReturn(database, student);
        assertThat(lost).as("acknowledged frames lost, at 30 a second").isBetween(0, 30);
        slow.connect();
        assertThat(lostOnReturn(database, slow))
                .as("acknowledged frames lost, at 4 a second")
                .isBetween(0, 4);
        student.assertAnswersAreKept();
        student.assertClipsAreKept();
        student.assertNoClip("half");
        assertThat(largestFile(arriving)).as("files left of the half upload").isZero();
        assertThat(largestFile(data().resolve("storage/incoming"))).isZero();
        TestHttp.Answer whole = student.upload("half");
        assertThat(whole.status()).as(whole.text()).isEqualTo(201);
        assertThat(whole.json().path("id").asString()).isEqualTo(student.clipId("half"));
        student.assertClipsAreKept();

        // the database killed under the running server
        student.film(camera, 15);
        TestServer.postgresOf(data()).stream()
                .min(Comparator.comparing(ProcessHandle::pid))
                .orElseThrow()
                .destroyForcibly();
        student.film(camera, 15);
        // A process of the old database may outlive its first one for a moment, and even save.
        await().atMost(PATIENCE).until(() -> second.output().contains("The embedded PostgreSQL runs again"));
        await().atMost(PATIENCE).until(student::save);

        // SIGTERM in the middle of a row
        student.film(camera, 15);
        assertThat(student.upload("second").status()).isEqualTo(201);
        second.process().destroy();
        assertThat(student.closeCode()).as("told to reconnect").isEqualTo(1001);
        second.terminate();

        TestServer third = start(List.of());
        address.retarget(third.port());
        student.assertAnswersAreKept();
        student.connect();
        student.film(camera, 5);
        student.submit();
        assertThat(database.storedFrames(student.session()))
                .as("frames stored: all but those the kill took")
                .isEqualTo(student.acknowledged() - lost);
        student.assertAnswersAreKept();
        student.assertClipsAreKept();
        third.terminate();
        for (TestServer server : servers) {
            assertThat(complaints(server)).hasSizeLessThan(15);
        }
    }

    @Test
    void aFullDiskIsSurvivedAndRecoveredFrom() throws Exception {
        Files.createDirectory(data());
        TestServer server = start(List.of(
                "unshare",
                "root".equals(System.getProperty("user.name")) ? "-m" : "-Urm",
                "sh",
                "-c",
                "mount -t tmpfs -o size=400m tmpfs \"$0\" && exec \"$@\"",
                data().toString()));
        Path disk = Path.of("/proc", Long.toString(server.process().pid()), "root" + data());
        DatabaseOf database = new DatabaseOf(disk);
        SittingStudent student = SittingStudent.begin(server.port(), "student1");
        assertThat(student.upload("first").status()).isEqualTo(201);
        assertThat(student.save()).isTrue();
        student.connect();
        student.film(camera, 15);

        Path ballast = disk.resolve("ballast");
        fill(ballast);
        TestHttp.Answer refused = student.upload("second");
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.code()).isIn("storage_unavailable", "unavailable");
        database.exhaustItsLog();
        fill(ballast);
        student.film(camera, 15);
        assertThat(student.save()).isFalse();
        assertThat(server.process().isAlive()).isTrue();

        Files.delete(ballast);
        await().atMost(PATIENCE).until(student::save);
        assertThat(student.upload("second").status()).isEqualTo(201);
        student.film(camera, 5);
        student.submit();
        assertThat(database.storedFrames(student.session())).isEqualTo(student.acknowledged());
        student.assertAnswersAreKept();
        student.assertClipsAreKept();
        assertThat(complaints(server)).hasSizeLessThan(30);
        server.terminate();
    }

    /** A frame is answered once the server has taken the session up, with what was gathered of its next row. */
    private int lostOnReturn(DatabaseOf database, SittingStudent student) throws Exception {
        int acknowledged = student.acknowledged();
        student.film(camera, 1);
        return acknowledged - database.storedFrames(student.session());
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static CompletableFuture<Void> inBackground(Step step) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        step.run();
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    /** Bytes of the largest file in the folder; 0 without one, -1 without the folder. */
    private static long largestFile(Path folder) {
        File[] files = folder.toFile().listFiles();
        return files == null
                ? -1
                : Arrays.stream(files).mapToLong(File::length).max().orElse(0);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private TestServer start(List<String> wrapper) throws Exception {
        TestServer server = TestServer.start(wrapper, folder, "--port", "0", "--data", data().toString(), "--demo");
        servers.add(server);
        assertThat(server.process().isAlive()).as(server.output()).isTrue();
        return server;
    }

    private static List<String> complaints(TestServer server) throws InterruptedException {
        return server.output()
                .lines()
                .filter(line -> !line.contains(" INFO ") && !line.contains("Invigil is ready"))
                .toList();
    }

    /** Writes until nothing more fits. */
    private static void fill(Path ballast) throws IOException {
        try (var out = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int size = 1 << 20; size >= 512; size /= 2) {
                byte[] block = new byte[size];
                boolean fits = true;
                while (fits) {
                    try {
                        out.write(block);
                    } catch (IOException e) {
                        fits = false;
                    }
                }
            }
        }
    }
}
