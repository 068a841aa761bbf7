package org.invigil.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        return isClone() ? home.resolve("web").resolve("dist") : app().resolve("web");
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

    /** The server and its libraries; {@code server.jar} names them. */
    Path app() {
        return isClone() ? target().resolve("app") : home.resolve("app");
    }

    /** What the virtual machine begins a start with, see StartCache in the server; it may be missing. */
    Path startCache() {
        return app().resolve("server.aot");
    }

    /** Whether there is one that was made in this very folder. In another one a JVM may end of it instead of passing it over. */
    boolean hasStartCache() throws IOException {
        Path place = app().resolve("server.aot.place");
        return Files.exists(startCache())
                && Files.exists(place)
                && Files.readString(place).equals(app().toString());
    }

    /** The class path of the benchmarks, which only a clone has. */
    String benchClassPath() throws IOException {
        Path built = home.resolve("bench").resolve("target");
        return built.resolve("classes")
                + File.pathSeparator
                + Files.readString(built.resolve("classpath.txt")).strip();
    }
}
