package org.invigil.bench.tests;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which test classes took longest when the tests were run last. Runs none. */
@Command(
        name = "tests",
        mixinStandardHelpOptions = true,
        description = "Lists the test classes that took longest when ./invigil test was run last.")
public final class TestTimesCommand implements Callable<Integer> {

    @Option(names = "--slowest", defaultValue = "20", description = "How many to list (default: 20).")
    private int slowest = 20;

    @Option(names = "--project", defaultValue = ".", description = "The source tree (default: this folder).")
    private Path project = Path.of(".");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(TestTimes.read(project).slowest(slowest));
        out.flush();
        return 0;
    }
}
