package org.invigil.bench.doors;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.invigil.bench.load.ServerProcess;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./invigil bench doors}: how a student fares while strangers hold connections and send bodies that never end. It
 * loads only the server that it starts itself on this machine, and prints one JSON object last.
 */
@Command(
        name = "doors",
        mixinStandardHelpOptions = true,
        description =
                "Slow connections and large bodies against a server of its own, and how a student fares meanwhile.")
public final class DoorsCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** The last bytes are sent, the server looks once a second, and its longest time is that of a body. */
    private static final Duration RECOVERY = Duration.ofSeconds(2);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--connections",
            required = true,
            description =
                    "slow connections held at once, half heads and half bodies; one that is ended is opened again")
    private int connections;

    @Option(names = "--seconds", required = true, description = "how long")
    private int seconds;

    @Option(
            names = "--bodies",
            defaultValue = "60",
            description = "sign-ins of 8 MiB at once whose last byte never comes (${DEFAULT-VALUE})")
    private int bodies = 60;

    @Option(
            names = "--sign-ins",
            defaultValue = "0",
            description = "wrong passwords sent at the same moment, half for one account, half for made-up names"
                    + " (${DEFAULT-VALUE})")
    private int signIns;

    @Option(
            names = "--pause",
            defaultValue = "5000",
            description = "milliseconds between two bytes of a slow connection (${DEFAULT-VALUE})")
    private int pauseMillis = 5_000;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (connections < 0
                || connections > 60_000
                || bodies < 0
                || bodies > 1_000
                || signIns < 0
                || signIns > 10_000
                || seconds < 1
                || seconds > 3_600) {
            throw new ParameterException(
                    command.commandLine(),
                    "--connections wants 0 to 60000, --bodies 0 to 1000, --sign-ins 0 to 10000, --seconds 1 to 3600");
        }
        Map<String, Object> report = new LinkedHashMap<>();
        boolean isWell;
        try (ServerProcess server = ServerProcess.start()) {
            isWell = measure(server, report);
        }
        command.commandLine()
                .getOut()
                .println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));
        command.commandLine().getOut().flush();
        return isWell ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean measure(ServerProcess server, Map<String, Object> report) throws IOException, InterruptedException {
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.address().getPort());
        SittingStudent student = SittingStudent.start(server.address());
        SittingStudent.Figures before = student.observe(Duration.ofSeconds(Math.min(5, seconds)));
        SittingStudent.Figures during;
        long serverMegabytes;
        SlowConnections slow = new SlowConnections(address, connections, Duration.ofMillis(pauseMillis));
        LargeBodies large = new LargeBodies(address, bodies);
        WrongSignIns wrong = new WrongSignIns(server.address(), signIns);
        try (slow;
                large) {
            slow.start();
            large.start();
            wrong.start();
            during = student.observe(Duration.ofSeconds(seconds));
            wrong.await();
            serverMegabytes = Math.round(server.memoryMegabytes().orElse(0));
        }
        TimeUnit.NANOSECONDS.sleep(RECOVERY.toNanos());
        SittingStudent.Figures after = student.observe(Duration.ofSeconds(Math.min(5, seconds)));

        report.put("connections", connections);
        report.put("bodies", bodies);
        report.put("seconds", seconds);
        report.put("held_at_most", slow.heldAtMost());
        report.put("held_at_the_end", slow.heldAtTheEnd());
        report.put("opened", slow.opened());
        report.put("ended_by_server", slow.endedByServer());
        report.put("bodies_refused", large.refused());
        report.put("server_mb", serverMegabytes);
        wrong.into(report);
        before.into(report, "before_");
        during.into(report, "during_");
        after.into(report, "after_");
        return during.failures() == 0 && after.failures() == 0;
    }
}
