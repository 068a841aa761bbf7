package org.invigil.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one way in: builds what is missing, then starts, tests, analyses or measures. The scripts {@code invigil} and
 * {@code invigil.cmd} find a Java and call this; it uses the JDK alone, so that {@code java} runs it from source.
 */
public final class Launcher {

    private final Installation installation;
    private final Child child;
    private final Tools tools = Tools.ofThisMachine();
    private final Build build;

    private Launcher(Installation installation, Child child) {
        this.installation = installation;
        this.child = child;
        this.build = new Build(installation, tools, child, Clock.systemUTC());
    }

    /** Ends with the exit code of what was started; 1 if it could not be, 2 for a wrong command line. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Installation installation = new Installation(
                Path.of(System.getProperty("invigil.home", "")).toAbsolutePath().normalize());
        Child child = Child.install();
        int exitCode;
        try {
            if (installation.isClone() && new CompiledLauncher(installation, child).takesOver(arguments)) {
                return;
            }
            exitCode = new Launcher(installation, child).run(List.of(arguments));
        } catch (LauncherException e) {
            Console.say("invigil: " + e.getMessage());
            exitCode = e.exitCode();
        } catch (IOException e) {
            Console.say("invigil: " + e);
            exitCode = 1;
        }
        child.exit(exitCode);
    }

    private int run(List<String> words) throws IOException, InterruptedException {
        String command = words.isEmpty() ? "help" : words.getFirst();
        List<String> arguments = words.subList(Math.min(1, words.size()), words.size());
        return switch (command) {
            case "start" -> start(arguments);
            case "backup" -> runJava(JavaCommand.BACKUP, arguments);
            case "restore" -> runJava(JavaCommand.RESTORE, arguments);
            case "export" -> runJava(JavaCommand.EXPORT, arguments);
            case "analyze" -> runJava(JavaCommand.ANALYZE, arguments);
            case "bench" -> bench(arguments);
            case "test" -> test(arguments);
            case "build" -> build(arguments);
            case "image" -> image(arguments);
            case "dist" -> dist(arguments);
            case "help", "--help", "-h" -> help();
            default ->
                throw new LauncherException(
                        "no command '" + command + "'. ./invigil help lists them.", LauncherException.WRONG_USAGE);
        };
    }

    private int start(List<String> arguments) throws IOException, InterruptedException {
        build.ensureJava();
        build.ensureWeb();
        ProcessBuilder server = JavaCommand.START.with(installation, arguments);
        server.environment().put("INVIGIL_WEB_DIR", installation.webApp().toString());
        Supervisor.Server supervised = new Supervisor.Server() {
            @Override
            public int run() throws IOException, InterruptedException {
                return child.runInPlace(server);
            }

            @Override
            public boolean isStopping() {
                return child.isStopping();
            }
        };
        return new Supervisor(supervised, Thread::sleep, Clock.systemUTC(), Console::say).supervise();
    }

    private int runJava(JavaCommand command, List<String> arguments) throws IOException, InterruptedException {
        build.ensureJava();
        return child.runInPlace(command.with(installation, arguments));
    }

    private int bench(List<String> arguments) throws IOException, InterruptedException {
        needsAClone("bench");
        build.ensureJava();
        switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
            case "load" -> { // starts a server by this launcher, and sends a clip unless it is given frames
                build.ensureWeb();
                build.ensureTestData();
            }
            case "faults", "doors", "start" -> build.ensureWeb(); // start servers by this launcher
            default -> {}
        }
        return child.runInPlace(JavaCommand.BENCH.with(installation, arguments));
    }

    private int build(List<String> arguments) throws IOException, InterruptedException {
        takesNoOptions("build", arguments);
        needsAClone("build");
        build.ensureJava();
        build.ensureWeb();
        return 0;
    }

    private int image(List<String> arguments) throws IOException, InterruptedException {
        needsAClone("image");
        tools.maven();
        build.ensureWeb();
        build.log().begin();
        String[] words = Stream.of(
                        List.of("-Pimage", "-pl", "deploy", "-am", "-DskipTests", "-Dspotless.check.skip"),
                        arguments,
                        List.of("package"))
                .flatMap(List::stream)
                .toArray(String[]::new);
        build.locked(() ->
                build.log().step("Building the image (fetches the base image from its registry)", build.maven(words)));
        Console.say("deploy/target/invigil-image.tar is ready: docker load -i deploy/target/invigil-image.tar");
        return 0;
    }

    private int dist(List<String> arguments) throws IOException, InterruptedException {
        needsAClone("dist");
        List<Platform> platforms = arguments.isEmpty()
                ? Arrays.asList(Platform.values())
                : arguments.stream().map(Platform::named).toList();
        build.ensureWeb();
        build.log().begin();
        Dist dist = new Dist(installation, tools, build);
        for (Platform platform : platforms) {
            build.locked(() -> dist.make(platform));
        }
        Console.say("deploy/target/archives has them, see README.md");
        return 0;
    }

    private int test(List<String> arguments) throws IOException, InterruptedException {
        takesNoOptions("test", arguments);
        needsAClone("test");
        SystemPackages packages = new SystemPackages(tools, build.log(), child);
        Dist dist = new Dist(installation, tools, build);
        new TestRun(installation, tools, build, dist, new SideBySide(child), packages).run();
        return 0;
    }

    private static void takesNoOptions(String command, List<String> arguments) {
        if (!arguments.isEmpty()) {
            throw new LauncherException(command + " takes no options", LauncherException.WRONG_USAGE);
        }
    }

    private void needsAClone(String command) {
        if (!installation.isClone()) {
            throw new LauncherException(
                    command + " needs a clone of the repository; this is an archive made from one.",
                    LauncherException.WRONG_USAGE);
        }
    }

    private static int help() {
        PrintStream out = System.out;
        out.print(Usage.TEXT);
        return 0;
    }
}
