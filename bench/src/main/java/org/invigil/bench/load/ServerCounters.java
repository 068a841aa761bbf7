package org.invigil.bench.load;

import java.io.IOException;

/**
 * What the server counted of itself, from its Prometheus page.
 *
 * @param framesReused frames equal to the one before, answered without analysing them again
 * @param framesFollowed frames in which nothing had changed since the last look
 * @param framesDropped frames that a newer one replaced before they were analysed
 * @param scoreTransactions transactions that stored scores
 * @param sessionsRefused handshakes of frame sockets refused because the server was full
 * @param engineCpuSeconds processor time that the engines took
 */
record ServerCounters(
        double framesReused,
        double framesFollowed,
        double framesDropped,
        double scoreTransactions,
        double sessionsRefused,
        double engineCpuSeconds) {

    static ServerCounters read(Api admin) throws IOException, InterruptedException {
        String page = admin.getText("/actuator/prometheus");
        return new ServerCounters(
                total(page, "invigil_frames_reused_total"),
                total(page, "invigil_frames_followed_total"),
                total(page, "invigil_frames_dropped_total"),
                total(page, "invigil_scoring_sink_transactions_total"),
                total(page, "invigil_sessions_refused_total"),
                total(page, "invigil_analysis_engine_cpu_seconds_total"));
    }

    ServerCounters minus(ServerCounters earlier) {
        return new ServerCounters(
                framesReused - earlier.framesReused,
                framesFollowed - earlier.framesFollowed,
                framesDropped - earlier.framesDropped,
                scoreTransactions - earlier.scoreTransactions,
                sessionsRefused - earlier.sessionsRefused,
                engineCpuSeconds - earlier.engineCpuSeconds);
    }

    /** The sum of a counter over its labels; a server that does not have it cannot be measured. */
    private static double total(String page, String name) {
        double[] values = page.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        if (values.length == 0) {
            throw new LoadFailedException("the server's metrics have no " + name);
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
