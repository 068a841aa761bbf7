package org.invigil.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A virtual machine with the server or the benchmarks in it. */
public final class JavaCommand {

    /** What every one of them gets, the container image's too. */
    public static final List<String> COMMON_OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Dfile.encoding=UTF-8");

    private static final List<String> START_OPTIONS = startOptions(System.getProperty("os.name", ""));

    static final JavaCommand START = new JavaCommand("org.invigil.server.InvigilServer", START_OPTIONS);
    static final JavaCommand ANALYZE =
            new JavaCommand("org.invigil.server.offline.AnalyzeCommand", List.of("-XX:+UseSerialGC", "-Xmx1g"));
    static final JavaCommand BACKUP =
            new JavaCommand("org.invigil.server.backup.BackupCommand", List.of("-XX:+UseSerialGC", "-Xmx256m"));
    static final JavaCommand RESTORE =
            new JavaCommand("org.invigil.server.backup.RestoreCommand", List.of("-XX:+UseSerialGC", "-Xmx256m"));
    static final JavaCommand EXPORT =
            new JavaCommand("org.invigil.server.export.ExportCommand", List.of("-XX:+UseSerialGC", "-Xmx256m"));
    static final JavaCommand BENCH = new JavaCommand("org.invigil.bench.Bench", List.of("-Xmx2g"));

    /** What a server gets on this system. */
    static List<String> startOptions(String system) {
        List<String> options =
                new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx1g", "-XX:+ExitOnOutOfMemoryError"));
        options.addAll(memoryOptions(system));
        return List.copyOf(options);
    }

    /** What keeps a server small, however much memory there is; in every way of running it. */
    public static List<String> memoryOptions(String system) {
        // Gives back what compiling has left; elsewhere the virtual machine only says that it cannot.
        return system.startsWith("Linux") ? List.of("-XX:TrimNativeHeapInterval=20000") : List.of();
    }

    private final String mainClass;
    private final List<String> options;

    private JavaCommand(String mainClass, List<String> options) {
        this.mainClass = mainClass;
        this.options = options;
    }

    /** The command that runs it in the folder the user is in. */
    ProcessBuilder with(Installation installation, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Installation.javaProgram("java").toString());
        command.addAll(COMMON_OPTIONS);
        command.add("-Dinvigil.home=" + installation.home());
        // Whoever kills the launcher without a word stops what it started, see LauncherWatch in the server.
        command.add("-Dinvigil.launcher=" + ProcessHandle.current().pid());
        command.addAll(options);
        command.addAll(ofTheUser(System.getenv()));
        if (this == BENCH) {
            command.addAll(List.of("-cp", installation.benchClassPath()));
        } else {
            if (installation.hasStartCache()) {
                // One that does not fit, such as that of another JDK, is passed over in silence.
                command.addAll(List.of("-Xlog:aot=off", "-XX:AOTCache=" + installation.startCache()));
            }
            command.addAll(List.of("-cp", serverJar(installation.app())));
        }
        command.add(mainClass);
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /**
     * The command that rehearses a start, with the options of a real one, so that the next ones are quick.
     *
     * @param java the program that will start the server
     * @param app where it will lie, whatever the folder is called then
     */
    static List<String> rehearsal(Path java, Path app) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(COMMON_OPTIONS);
        command.addAll(START_OPTIONS);
        command.addAll(List.of(
                "-cp",
                serverJar(app),
                "org.invigil.server.StartCache",
                app.resolve("server.aot").toString()));
        return command;
    }

    private static String serverJar(Path app) {
        return app.resolve("server.jar").toString();
    }

    /** Options from the environment, divided by blanks. */
    private static List<String> ofTheUser(Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("INVIGIL_JAVA_OPTS", "").split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
