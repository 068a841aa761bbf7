package org.invigil.bench.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Puts what was counted into the report's documented lines (docs/performance.md). */
record LoadReport(int students, Tally tally, ServerCounters counted, List<Student> sitting, double elapsedSeconds) {

    Map<String, Object> lines(
            long expectedRows,
            long savedRows,
            double liveDelayMillis,
            @Nullable CpuShares cpu,
            double floorMillis,
            OptionalDouble memoryMegabytes,
            long stills) {
        LongSummaryStatistics perStudent =
                sitting.stream().mapToLong(Student::answered).summaryStatistics();
        Double cost = cpu == null ? null : perFrame(cpu.allMillis());
        Map<String, Object> lines = new LinkedHashMap<>();
        lines.put("students", students);
        lines.put("frames_sent", tally.framesSent());
        lines.put("frames_analysed", tally.framesAnswered());
        lines.put("frames_reused", counted.framesReused());
        lines.put("frames_followed", counted.framesFollowed());
        lines.put("frames_dropped", counted.framesDropped());
        lines.put("reply_p50_ms", round(tally.replyMillis(50)));
        lines.put("reply_p99_ms", round(tally.replyMillis(99)));
        lines.put("server_cpu_ms_per_frame", cost);
        double engineMillis = counted.engineCpuSeconds() * 1_000;
        lines.put("engine_cpu_ms_per_frame", perFrame(engineMillis));
        lines.put("own_cpu_ms_per_frame", cpu == null ? null : perFrame(cpu.allMillis() - engineMillis));
        lines.put("own_cpu_ms_by_part", cpu == null ? null : byPart(cpu, engineMillis));
        lines.put("score_rows_expected", expectedRows);
        lines.put("score_rows_saved", savedRows);
        lines.put("db_transactions_per_s", round(counted.scoreTransactions() / elapsedSeconds));
        lines.put("live_delay_p99_ms", round(liveDelayMillis));
        lines.put("server_rss_mb", memoryMegabytes.isPresent() ? round(memoryMegabytes.getAsDouble()) : null);
        lines.put(
                "errors",
                tally.errors().values().stream().mapToLong(Long::longValue).sum());
        lines.put("error_causes", tally.errors());
        lines.put("sessions_refused", counted.sessionsRefused());
        lines.put("fps_per_student_min", round(perStudent.getMin() / elapsedSeconds));
        lines.put("fps_per_student_max", round(perStudent.getMax() / elapsedSeconds));
        lines.put("server_cores", cpu == null ? null : round(cpu.allMillis() / 1000 / elapsedSeconds));
        lines.put("stills", stills);
        lines.put("floor_ms", round(floorMillis));
        lines.put("ratio_to_floor", cost == null ? null : round(cost / floorMillis));
        return lines;
    }

    /** What the server's own part of a frame's time went into; of the analysing threads all that is not the engine's. */
    private Map<String, @Nullable Double> byPart(CpuShares cpu, double engineMillis) {
        Map<String, @Nullable Double> parts = new LinkedHashMap<>();
        parts.put("scoring_and_answers", perFrame(cpu.of(CpuShares.Part.ANALYSIS) - engineMillis));
        parts.put("sockets", perFrame(cpu.of(CpuShares.Part.SOCKETS)));
        parts.put("storing", perFrame(cpu.of(CpuShares.Part.STORING)));
        parts.put("compiling", perFrame(cpu.of(CpuShares.Part.COMPILING)));
        parts.put("collecting", perFrame(cpu.of(CpuShares.Part.COLLECTING)));
        parts.put("other", perFrame(cpu.of(CpuShares.Part.OTHER)));
        return parts;
    }

    private @Nullable Double perFrame(double millis) {
        return tally.framesAnswered() == 0 ? null : round(millis / tally.framesAnswered());
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
