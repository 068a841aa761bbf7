package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
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

/** A server as its own process, and what it has printed. */
final class TestServerProcess {

    private static final Pattern READY = Pattern.compile("Invigil is ready at http://localhost:(\\d+)");

    private final Process process;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private TestServerProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts the server with these options in this folder; does not wait. */
    static TestServerProcess launch(Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                InvigilServer.class.getName()));
        command.addAll(arguments);
        return new TestServerProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(folder.toFile())
                .start());
    }

    /** Waits until it is ready or has ended. */
    TestServerProcess awaitReady() throws InterruptedException, ExecutionException, TimeoutException {
        ready.get(120, TimeUnit.SECONDS);
        return this;
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

    /** What it has printed so far, or all of it once it has ended. */
    String output() throws InterruptedException {
        if (!process.isAlive()) {
            reader.join();
        }
        return String.join("\n", output);
    }

    int port() {
        return Integer.parseInt(find(READY));
    }

    /** The first group of the pattern in what it has printed. */
    String find(Pattern pattern) {
        String printed = String.join("\n", output);
        Matcher matcher = pattern.matcher(printed);
        assertThat(matcher.find()).as(printed).isTrue();
        return matcher.group(1);
    }

    /** Waits for it to end by itself. */
    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends by itself").isTrue();
        return process.exitValue();
    }

    /** SIGTERM, and waits for the end. */
    void terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("ends after SIGTERM")
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
    }

    /** SIGKILL, and waits for the end. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
