package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.invigil.server.database.TestPrograms;

/** The server as a process of its own, with what it has printed. */
public final class TestServer {

    private static final Pattern READY = Pattern.compile("Invigil is ready at http://[^:]+:(\\d+)");

    private final Process process;
    private final TestClassArchive classes;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private TestServer(Process process, TestClassArchive classes) {
        this.process = process;
        this.classes = classes;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts the server and waits until it is ready or has ended. */
    public static TestServer start(Path folder, String... arguments) throws Exception {
        return start(List.of(), folder, arguments);
    }

    /** The same below a command that ends by becoming the one given to it. */
    public static TestServer start(List<String> wrapper, Path folder, String... arguments) throws Exception {
        TestServer server = launch(wrapper, folder, List.of(arguments));
        try {
            return server.awaitReady();
        } catch (TimeoutException e) {
            server.kill(); // nobody else knows of it
            throw e;
        }
    }

    /** Starts the server and does not wait. */
    static TestServer launch(Path folder, List<String> arguments) throws IOException {
        return launch(List.of(), folder, arguments);
    }

    private static TestServer launch(List<String> wrapper, Path folder, List<String> arguments) throws IOException {
        int data = arguments.indexOf("--data");
        if (data >= 0) {
            TestPrograms.lendTo(Path.of(arguments.get(data + 1)).resolve("programs"));
        }
        // Those with the demo are there to run, not to be refused.
        TestClassArchive classes = TestClassArchive.forServer(arguments.contains("--demo"));
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(classes.options());
        command.add(InvigilServer.class.getName());
        command.addAll(arguments);
        return new TestServer(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .directory(folder.toFile())
                        .start(),
                classes);
    }

    /** Waits until it is ready or has ended. */
    TestServer awaitReady() throws InterruptedException, ExecutionException, TimeoutException {
        ready.get(120, TimeUnit.SECONDS);
        return this;
    }

    /** Waits for it to end by itself. */
    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends by itself").isTrue();
        return process.exitValue();
    }

    /** The processes of the PostgreSQL that works in this data folder. */
    public static List<ProcessHandle> postgresOf(Path data) throws IOException {
        Path home = data.resolve("postgres");
        if (!Files.exists(home)) {
            return List.of();
        }
        Path real = home.toRealPath();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> {
                        try {
                            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                                    .equals(real);
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .toList();
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (READY.matcher(line).find()) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            output.add("(the output ends here: the process was killed)");
        } finally {
            ready.complete(null);
        }
    }

    public Process process() {
        return process;
    }

    public String output() throws InterruptedException {
        if (!process.isAlive()) {
            reader.join();
        }
        return String.join("\n", output);
    }

    public int port() {
        return Integer.parseInt(find(READY));
    }

    public String find(Pattern pattern) {
        String printed = String.join("\n", output);
        Matcher matcher = pattern.matcher(printed);
        assertThat(matcher.find()).as(printed).isTrue();
        return matcher.group(1);
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        classes.ended(false);
    }

    /** Ends it as {@code kill} does. */
    public void terminate() throws InterruptedException {
        process.toHandle().destroy(); // the process itself would close the pipe, and what it says at last were lost
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("ends after SIGTERM")
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        classes.ended(true);
    }
}
