package org.invigil.bench.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What all students count together. Times in microseconds, up to a minute, to three digits. */
final class Tally {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);

    private final LongAdder sent = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final Histogram replies = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Map<String, Long> errors = new TreeMap<>();

    void sent() {
        sent.increment();
    }

    void replied(long nanos) {
        answered.increment();
        replies.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, LONGEST_MICROS));
    }

    void error(String cause) {
        synchronized (errors) {
            errors.merge(cause, 1L, Long::sum);
        }
    }

    /** Begins anew, after a warm-up. Errors are kept: there must be none at any time. */
    void reset() {
        sent.reset();
        answered.reset();
        replies.reset();
    }

    long framesSent() {
        return sent.sum();
    }

    long framesAnswered() {
        return answered.sum();
    }

    double replyMillis(double percentile) {
        return replies.getValueAtPercentile(percentile) / 1000.0;
    }

    Map<String, Long> errors() {
        synchronized (errors) {
            return new TreeMap<>(errors);
        }
    }
}
