package org.invigil.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code invigil test}: every test there is, one kind after the other; the first that fails ends it. */
final class TestRun {

    private final Installation installation;
    private final Tools tools;
    private final Build build;
    private final Dist dist;
    private final SideBySide sideBySide;
    private final SystemPackages packages;

    TestRun(
            Installation installation,
            Tools tools,
            Build build,
            Dist dist,
            SideBySide sideBySide,
            SystemPackages packages) {
        this.installation = installation;
        this.tools = tools;
        this.build = build;
        this.dist = dist;
        this.sideBySide = sideBySide;
        this.packages = packages;
    }

    void run() throws IOException, InterruptedException {
        tools.maven();
        tools.npm();
        build.log().begin();
        packages.need("chromium", "chromium");
        packages.need("ffmpeg", "ffmpeg");
        packages.need("shellcheck", "shellcheck");
        packages.need("openssl", "openssl");
        packages.need("systemd-analyze", "systemd");
        packages.need(Path.of("/usr/sbin/nginx"), "nginx-light");
        packages.need(Path.of("/usr/lib/postgresql"), "bin/initdb", "postgresql");

        Console.say("== shell scripts");
        build.run(tools.command(List.of("shellcheck", "invigil", ".ci/run", "deploy/systemd/run"))
                .directory(installation.home().toFile()));
        Console.say("== test pictures");
        build.ensureTestData();
        build.installWeb();
        testJavaAndWeb();
        Console.say("== end to end, in a real browser");
        build.run(build.npm("web", "run", "e2e"));
        Console.say("== archive: what is in it; unpacked elsewhere, started with an empty PATH");
        dist.make(Platform.ofThisMachine());
        build.run(build.maven("-pl", "launcher", "-Dtest=ArchiveIT,ArchiveContentsIT", "test"));
        Console.say("== load test, the shortest: every frame answered or counted, every score row saved");
        bench("load", "--students", "2", "--fps", "5", "--seconds", "3", "--warm-up", "2");
        Console.say(
                "== faults, the shortest: server, PostgreSQL and network killed once each, nothing acknowledged lost");
        bench("faults", "--rounds", "3");
        Console.say("== doors, the shortest: slow connections and endless bodies, and a student who goes on");
        bench("doors", "--connections", "200", "--bodies", "10", "--seconds", "5", "--pause", "500");
        Console.say("== starts, the shortest: on an existing folder, with the cache that the build has made");
        bench("start", "--runs", "1");
        String starts = Files.readString(results("start"));
        if (!starts.matches("(?s).*\"cache_taken\" : (true|null).*")) {
            throw new LauncherException("the JVM does not take the cache in target/app; target/build.log may tell why");
        }
        Console.say("== the slowest test classes");
        build.run(tools.command(List.of(installation.script().toString(), "bench", "tests")));
        Console.say("all tests passed");
    }

    /** Tests of a server wait for much; what the pages' tests need of the machine fits into that time. */
    private void testJavaAndWeb() throws IOException, InterruptedException {
        Path web = installation.target().resolve("web-tests.log");
        Console.say("== Java: formatting, Error Prone, NullAway, module rules, tests");
        Console.say("   (and beside it the web app, which is shown afterwards)");
        try {
            sideBySide.run(List.of(build::testJava, () -> build.testWeb(web)));
        } finally {
            Console.say("== web app: formatting, lint, types, unit tests, build");
            if (Files.exists(web)) {
                Console.show(web);
            }
        }
    }

    /** As a user does it; what it measures goes into {@code target}. */
    private void bench(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(installation.script().toString(), "bench", name));
        command.addAll(List.of(arguments));
        build.runInto(results(name), tools.command(command));
    }

    private Path results(String bench) {
        return installation.target().resolve(bench + ".json");
    }
}
