package org.invigil.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.invigil.vision.testdata.TestData;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class StageBenchmarkTest {

    /** Once through every stage, in this process: that they build and run, not how fast they are. */
    @Test
    void everyStageRuns() throws RunnerException {
        System.setProperty(
                StageBenchmark.FRAMES,
                TestData.file("pictures/grace_hopper.jpg").toString());
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(StageBenchmark.class.getName())
                        .param("size", "320x240")
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(20))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        assertThat(results).hasSize(4);
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }
}
