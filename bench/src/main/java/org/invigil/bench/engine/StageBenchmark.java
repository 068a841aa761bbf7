package org.invigil.bench.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FrameRejectedException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The stages one by one under JMH. The system property {@value #FRAMES} names the frames, as {@code --frames} does;
 * docs/performance.md has the command.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class StageBenchmark {

    /** System property with the path of a clip, a picture or a folder of pictures. */
    public static final String FRAMES = "invigil.bench.frames";

    /** Size that frames are scaled to. */
    @Param({"640x480", "320x240"})
    public String size = "640x480";

    private @Nullable EngineBench bench;

    /** Reads the frames and opens the engines. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        Path frames = Path.of(Objects.requireNonNull(System.getProperty(FRAMES), "set -D" + FRAMES));
        bench = new EngineBench(FrameFiles.read(frames, FrameSize.parse(size)));
    }

    @TearDown(Level.Trial)
    public void close() {
        bench().close();
    }

    @Benchmark
    public int decode() throws FrameRejectedException {
        return bench().decodeNext();
    }

    @Benchmark
    public void landmarkModel() {
        bench().runLandmarkModel();
    }

    @Benchmark
    public Object fullPath() throws FrameRejectedException {
        return bench().analyzeNext(EngineKind.MESH);
    }

    @Benchmark
    public Object haar() throws FrameRejectedException {
        return bench().analyzeNext(EngineKind.HAAR);
    }

    private EngineBench bench() {
        return Objects.requireNonNull(bench);
    }
}
