package org.invigil.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server has spent its CPU time on so far, by the names of its threads.
 *
 * @param allMillis of all processes, threads that have ended included
 * @param byPart milliseconds
 */
record CpuShares(double allMillis, Map<Part, Double> byPart) {

    /** Linux counts CPU time in ticks of this many a second, on every platform Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** What threads are there for. */
    enum Part {
        /** Analysing threads: the engine, then scoring and the answer. */
        ANALYSIS("analysis-"),
        /** Receiving and sending, and whatever else runs on virtual threads. */
        SOCKETS("http-nio-|ForkJoinPool-|VirtualThread-"),
        /** The score sink and PostgreSQL. */
        STORING("score-sink"),
        COMPILING("C[12] Compiler"),
        COLLECTING("VM Thread|GC "),
        /** Everything else, threads that have ended included. */
        OTHER("");

        private final Pattern names;

        /** @param names how they begin */
        Part(String names) {
            this.names = Pattern.compile(names);
        }

        /** @param thread as Linux has it: the first 15 characters of its name */
        static Part of(String thread) {
            return Stream.of(values())
                    .filter(part -> part.names.matcher(thread).lookingAt())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * Reads {@code /proc}.
     *
     * @param allMillis of the processes and of PostgreSQL
     */
    static CpuShares read(double allMillis, List<ProcessHandle> processes, double postgresMillis) {
        Map<Part, Double> byPart = new EnumMap<>(Part.class);
        byPart.put(Part.STORING, postgresMillis);
        processes.forEach(process -> addThreads(process, byPart));
        byPart.remove(Part.OTHER);
        double named = byPart.values().stream().mapToDouble(Double::doubleValue).sum();
        byPart.put(Part.OTHER, allMillis - named);
        return new CpuShares(allMillis, byPart);
    }

    private static void addThreads(ProcessHandle process, Map<Part, Double> byPart) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                byPart.merge(Part.of(name), cpuMillis(stat), Double::sum);
            }
        } catch (IOException | UncheckedIOException e) {
            return; // it ended between the listing and the reading; its time is among the others'
        }
    }

    /** The CPU time in a {@code stat} of a process or a thread. */
    static double cpuMillis(String stat) {
        // Fields 14 and 15, counted after the command in parentheses, which may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) * 1000 / TICKS_PER_SECOND;
    }

    double of(Part part) {
        return byPart.getOrDefault(part, 0.0);
    }

    CpuShares minus(CpuShares earlier) {
        Map<Part, Double> since = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            since.put(part, of(part) - earlier.of(part));
        }
        return new CpuShares(allMillis - earlier.allMillis, since);
    }
}
