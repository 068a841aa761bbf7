package org.invigil.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.invigil.bench.load.CpuShares.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CpuSharesTest {

    @Test
    void knowsThreadsByTheFifteenCharactersThatLinuxKeeps() {
        assertThat(Part.of("analysis-1")).isEqualTo(Part.ANALYSIS);
        assertThat(Part.of("ForkJoinPool-1-")).isEqualTo(Part.SOCKETS);
        assertThat(Part.of("http-nio-auto-1")).isEqualTo(Part.SOCKETS);
        assertThat(Part.of("score-sink")).isEqualTo(Part.STORING);
        assertThat(Part.of("C2 CompilerThre")).isEqualTo(Part.COMPILING);
        assertThat(Part.of("VM Thread")).isEqualTo(Part.COLLECTING);
        assertThat(Part.of("main")).isEqualTo(Part.OTHER);
    }

    @Test
    void readsTicksBehindANameWithSpacesAndParentheses() {
        assertThat(CpuShares.cpuMillis("7 (C1 (a) b) S 1 1 1 0 -1 64 5 0 0 0 120 30 0 0 20 0"))
                .isEqualTo(1_500);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void everyMillisecondIsInOnePart() {
        CpuShares none = CpuShares.read(0, List.of(), 0);
        CpuShares since =
                CpuShares.read(5_000, List.of(ProcessHandle.current()), 40).minus(none);

        assertThat(since.of(Part.STORING)).isGreaterThanOrEqualTo(40);
        assertThat(since.of(Part.COMPILING)).isPositive(); // this very test was compiled
        assertThat(since.byPart().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(since.allMillis(), within(1e-6));
    }
}
