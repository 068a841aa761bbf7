package org.invigil.launcher;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The launcher of a clone, compiled by itself into {@code target/launcher.jar}: to compile it at each start would cost a
 * second. A launcher that finds itself older than its sources makes the new one and gives the work to that.
 */
final class CompiledLauncher {

    /** Set once the new one has the work, so that a file from the future cannot make it go round for ever. */
    private static final String HANDED_OVER = "invigil.launcher.handed-over";

    private final Path sources;
    private final Path jar;
    private final Child child;

    CompiledLauncher(Installation installation, Child child) {
        this.sources = installation
                .home()
                .resolve("launcher")
                .resolve("src")
                .resolve("main")
                .resolve("java");
        this.jar = installation.target().resolve("launcher.jar");
        this.child = child;
    }

    /** Returns true if a newer launcher has done the work. */
    boolean takesOver(String[] arguments) throws IOException, InterruptedException {
        if (System.getProperty(HANDED_OVER) != null || !Freshness.isStale(jar, List.of(sources))) {
            return false;
        }
        boolean first = !Files.exists(jar);
        if (!compile() || first) {
            return false; // run from source, this one is as new as can be
        }
        System.setProperty(HANDED_OVER, "true");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            loader.loadClass(Launcher.class.getName())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
            return true;
        } catch (ReflectiveOperationException e) {
            throw new LauncherException(
                    "the launcher in " + jar + " cannot be started (" + e + "). Delete it and try again.");
        }
    }

    /** Returns false where nothing can be written, or the new one has an error and the old one must do. */
    private boolean compile() throws IOException, InterruptedException {
        Path target = jar.resolveSibling("launcher-" + ProcessHandle.current().pid());
        Path draft = jar.resolveSibling(target.getFileName() + ".jar");
        try {
            Files.createDirectories(target);
            List<String> compiler = new ArrayList<>(
                    List.of(Installation.javaProgram("javac").toString(), "-proc:none", "-d", target.toString()));
            try (Stream<Path> files = Files.walk(sources)) {
                files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(compiler::add);
            }
            List<String> packer = List.of(
                    Installation.javaProgram("jar").toString(),
                    "--create",
                    "--file",
                    draft.toString(),
                    "-C",
                    target.toString(),
                    ".");
            if (child.run(new ProcessBuilder(compiler).redirectError(ProcessBuilder.Redirect.INHERIT)) != 0
                    || child.run(new ProcessBuilder(packer).redirectError(ProcessBuilder.Redirect.INHERIT)) != 0) {
                return false;
            }
            Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (java.nio.file.FileSystemException e) {
            return false; // a folder of somebody else; or on Windows, where the file is in use while another launcher
            // runs
        } finally {
            Folders.delete(target);
            Files.deleteIfExists(draft);
        }
    }
}
