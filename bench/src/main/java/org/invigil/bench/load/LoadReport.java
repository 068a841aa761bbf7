package org.invigil.bench.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Puts what was counted into the report's documented lines (docs/performance.md). */
record LoadReport(int students, Tally tally, ServerCounters counted, List<Student> sitting) {

    Map<String, Object> lines(
            long expectedRows,
            long savedRows,
            double liveDelayMillis,
            double transactionsPerSecond,
            OptionalDouble cpuMillis,
            OptionalDouble memoryMegabytes) {
        LongSummaryStatistics perStudent =
                sitting.stream().mapToLong(Student::answered).summaryStatistics();
        Map<String, Object> lines = new LinkedHashMap<>();
        lines.put("students", students);
        lines.put("frames_sent", tally.framesSent());
        lines.put("frames_analysed", tally.framesAnswered());
        lines.put("frames_reused", counted.framesReused());
        lines.put("frames_dropped", counted.framesDropped());
        lines.put("reply_p50_ms", round(tally.replyMillis(50)));
        lines.put("reply_p99_ms", round(tally.replyMillis(99)));
        lines.put("server_cpu_ms_per_frame", perFrame(cpuMillis));
        lines.put("score_rows_expected", expectedRows);
        lines.put("score_rows_saved", savedRows);
        lines.put("db_transactions_per_s", round(transactionsPerSecond));
        lines.put("live_delay_p99_ms", round(liveDelayMillis));
        lines.put("server_rss_mb", memoryMegabytes.isPresent() ? round(memoryMegabytes.getAsDouble()) : null);
        lines.put("frames_per_student_min", perStudent.getMin());
        lines.put("frames_per_student_max", perStudent.getMax());
        lines.put("errors", tally.errors());
        return lines;
    }

    private @Nullable Double perFrame(OptionalDouble cpuMillis) {
        return cpuMillis.isEmpty() || tally.framesAnswered() == 0
                ? null
                : round(cpuMillis.getAsDouble() / tally.framesAnswered());
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
