package org.invigil.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A virtual machine with one of the built modules in it. */
public final class JavaCommand {

    /** What every one of them gets, the container image's too. */
    public static final List<String> COMMON_OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Dfile.encoding=UTF-8");

    static final JavaCommand START = new JavaCommand(
            "server",
            "org.invigil.server.InvigilServer",
            List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx1g", "-XX:+ExitOnOutOfMemoryError"));
    static final JavaCommand ANALYZE = new JavaCommand(
            "server", "org.invigil.server.offline.AnalyzeCommand", List.of("-XX:+UseSerialGC", "-Xmx1g"));
    static final JavaCommand BACKUP = new JavaCommand(
            "server", "org.invigil.server.backup.BackupCommand", List.of("-XX:+UseSerialGC", "-Xmx256m"));
    static final JavaCommand RESTORE = new JavaCommand(
            "server", "org.invigil.server.backup.RestoreCommand", List.of("-XX:+UseSerialGC", "-Xmx256m"));
    static final JavaCommand BENCH = new JavaCommand("bench", "org.invigil.bench.Bench", List.of("-Xmx2g"));

    private final String module;
    private final String mainClass;
    private final List<String> options;

    private JavaCommand(String module, String mainClass, List<String> options) {
        this.module = module;
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
        command.add("-cp");
        command.add(installation.classPath(module));
        command.add(mainClass);
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** Options from the environment, divided by blanks. */
    private static List<String> ofTheUser(Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("INVIGIL_JAVA_OPTS", "").split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
