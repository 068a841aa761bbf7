package org.invigil.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the programs that a build needs, on the PATH and where they usually lie, and keeps the environment in which they
 * are run.
 */
final class Tools {

    private static final String NEEDED_NODE = "20.19";
    private static final String NEEDED_MAVEN = "3.8";

    private final FileSystem files;
    private final boolean windows;
    private final Map<String, String> environment;

    /**
     * Looks at another machine than this one.
     *
     * @param environment its variables; names are in capitals
     */
    Tools(FileSystem files, boolean windows, Map<String, String> environment) {
        this.files = files;
        this.windows = windows;
        this.environment = new HashMap<>(environment);
    }

    /** Looks at this machine; what is built runs with the Java that runs this. */
    static Tools ofThisMachine() {
        Map<String, String> environment = new HashMap<>();
        System.getenv()
                .forEach((name, value) -> environment.put(isWindows() ? name.toUpperCase(Locale.ROOT) : name, value));
        environment.put("JAVA_HOME", Installation.javaHome().toString());
        return new Tools(Path.of("").getFileSystem(), isWindows(), environment);
    }

    static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    /** What programs get to see. */
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** A program that is to be run, with everything that was found so far. */
    ProcessBuilder command(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Where a program lies on the PATH. On Windows it has one of several endings. */
    Optional<Path> find(String program) {
        return Stream.of(environment.getOrDefault("PATH", "").split(windows ? ";" : ":", -1))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> runnable(files.getPath(folder), program).stream())
                .findFirst();
    }

    private Optional<Path> runnable(Path folder, String program) {
        Stream<String> names =
                windows ? Stream.of(".exe", ".cmd", ".bat").map(ending -> program + ending) : Stream.of(program);
        return names.map(folder::resolve)
                .filter(Files::isRegularFile)
                .filter(path -> windows || Files.isExecutable(path))
                .findFirst();
    }

    /** @throws LauncherException if there is no Maven */
    Path maven() {
        Path maven = find("mvn")
                .orElseThrow(() -> new LauncherException(
                        "no Maven found. Install Maven " + NEEDED_MAVEN + " or newer (package maven)."));
        // The JDK warns of what Maven's own libraries do; that is nobody's business here.
        environment.merge("MAVEN_OPTS", "--sun-misc-unsafe-memory-access=allow", (given, ours) -> given + " " + ours);
        return maven;
    }

    /**
     * Puts a Node.js that is new enough to the front of the PATH.
     *
     * @return its npm
     * @throws LauncherException if there is none
     */
    Path npm() throws IOException, InterruptedException {
        for (Path folder : nodeFolders()) {
            Optional<Path> node = runnable(folder, "node");
            Optional<Path> npm = runnable(folder, "npm");
            if (node.isPresent() && npm.isPresent() && isAtLeast(version(node.get()), NEEDED_NODE)) {
                environment.merge("PATH", folder.toString(), (path, first) -> first + (windows ? ";" : ":") + path);
                return npm.get();
            }
        }
        throw new LauncherException("no Node.js " + NEEDED_NODE
                + " or newer with npm found. Install it (package nodejs and npm, or nvm install 20).");
    }

    /** Where a Node.js may lie: the PATH's first, then the usual places. */
    List<Path> nodeFolders() throws IOException {
        List<Path> folders = new ArrayList<>();
        find("node").map(Path::getParent).ifPresent(folders::add);
        if (windows) {
            folders.add(files.getPath(environment.getOrDefault("PROGRAMFILES", "C:\\Program Files"), "nodejs"));
            return folders;
        }
        folders.add(files.getPath("/usr/local/bin"));
        matches(files.getPath("/opt"), "node*").map(path -> path.resolve("bin")).forEach(folders::add);
        folders.add(files.getPath("/opt/homebrew/bin"));
        matches(files.getPath(environment.getOrDefault("HOME", "/"), ".nvm", "versions", "node"), "*")
                .map(path -> path.resolve("bin"))
                .forEach(folders::add);
        return folders;
    }

    /** What lies in a folder under such a name, sorted; nothing if there is no such folder. */
    static Stream<Path> matches(Path folder, String pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            entries.forEach(found::add);
        }
        return found.stream().sorted();
    }

    private String version(Path program) throws IOException, InterruptedException {
        Process process = command(List.of(program.toString(), "--version"))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? output.strip() : "0";
    }

    /** Whether a version such as {@code v20.20.1} is the needed one or newer. */
    static boolean isAtLeast(String version, String needed) {
        return Arrays.compare(numbers(version), numbers(needed)) >= 0;
    }

    private static int[] numbers(String version) {
        return Stream.of(version.split("\\D+", -1))
                .filter(part -> !part.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
