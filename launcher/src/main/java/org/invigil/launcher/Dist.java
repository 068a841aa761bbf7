package org.invigil.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code invigil dist}: archives that start without Maven, Node.js and a JDK. What goes in says deploy/archive/archive.xml. */
final class Dist {

    /** All of Java SE, and of the JDK what the libraries ask for when it is there. */
    private static final String MODULES = String.join(
            ",",
            "java.se",
            "jdk.charsets",
            "jdk.crypto.cryptoki",
            "jdk.jcmd",
            "jdk.jfr",
            "jdk.management",
            "jdk.naming.dns",
            "jdk.net",
            "jdk.unsupported",
            "jdk.zipfs");

    private final Installation installation;
    private final Tools tools;
    private final Build build;

    Dist(Installation installation, Tools tools, Build build) {
        this.installation = installation;
        this.tools = tools;
        this.build = build;
    }

    /** Makes the archive of one platform; it has a Java in it if it is for this machine. */
    void make(Platform platform) throws IOException, InterruptedException {
        boolean here = platform == Platform.ofThisMachine();
        Path draft = installation.home().resolve("deploy").resolve("target").resolve("dist-" + platform.id());
        Path runtime = draft.resolve("runtime");
        Folders.delete(draft);
        Files.createDirectories(draft);
        deleteArchives(platform);
        if (here) {
            link(runtime);
        }
        tools.npm(); // the licences of the web app's libraries are gathered by Node.js
        build.log()
                .step(
                        "Packing for " + platform.id(),
                        build.maven(
                                "-Pdist",
                                "-pl",
                                "launcher,app,deploy",
                                "-am",
                                "-Dmaven.test.skip",
                                "-Dspotless.check.skip",
                                "-Dnative.platform=" + platform.id(),
                                "-Dpostgres.platform=" + platform.postgres(),
                                "-Dapp.folder=" + draft.resolve("app"), // that of this clone stays as it is
                                "-Ddist.folder=" + draft,
                                "-Ddist.name.ending=" + (here ? "" : "-without-java"),
                                "-Ddist.format=" + (platform.isWindows() ? "zip" : "tar.gz"),
                                "package"));
        Folders.delete(draft);
    }

    /** Those of earlier versions as well: what lies there is what was packed last. */
    private void deleteArchives(Platform platform) throws IOException {
        Path archives = installation.home().resolve("deploy").resolve("target").resolve("archives");
        if (!Files.isDirectory(archives)) {
            return;
        }
        List<Path> old;
        try (Stream<Path> files = Files.list(archives)) {
            old = files.filter(file -> file.getFileName().toString().contains("-" + platform.id()))
                    .toList();
        }
        for (Path archive : old) {
            Files.delete(archive);
        }
    }

    private void link(Path runtime) throws IOException, InterruptedException {
        List<String> command = List.of(
                Installation.javaProgram("jlink").toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--generate-cds-archive",
                "--output",
                runtime.toString());
        build.log().step("Linking a Java to go with it", tools.command(command));
    }
}
