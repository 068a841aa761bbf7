package org.invigil.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where things lie: in a clone, which is built here, or in an unpacked archive of {@code invigil dist}, which is ready.
 *
 * @param home the folder of {@code invigil} and {@code invigil.cmd}
 */
record Installation(Path home) {

    /** Whether there are sources to build. */
    boolean isClone() {
        return Files.exists(home.resolve("pom.xml"));
    }

    /** Stamps of what is built, the build's log, and what the launcher makes for itself. */
    Path target() {
        return home.resolve("target");
    }

    /** The built web app. */
    Path webApp() {
        return isClone()
                ? home.resolve("web").resolve("dist")
                : home.resolve("app").resolve("web");
    }

    /** The script that started this. */
    Path script() {
        return home.resolve(Tools.isWindows() ? "invigil.cmd" : "invigil");
    }

    /** The JDK, or the Java that came with the archive: the one that runs this. */
    static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    static Path javaProgram(String name) {
        return javaHome().resolve("bin").resolve(Tools.isWindows() ? name + ".exe" : name);
    }

    /**
     * The class path of a built module.
     *
     * @param module the folder of a Maven module; an archive has the server alone
     */
    String classPath(String module) throws IOException {
        if (isClone()) {
            Path built = home.resolve(module).resolve("target");
            return built.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(built.resolve("classpath.txt")).strip();
        }
        try (Stream<Path> files = Files.list(home.resolve("app").resolve("lib"))) {
            List<String> jars = files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted() // the same everywhere
                    .toList();
            return jars.stream().collect(Collectors.joining(File.pathSeparator));
        }
    }
}
