package org.invigil.server.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.invigil.rules.wire.WireNamed;
import org.jspecify.annotations.Nullable;

/**
 * How fast the clock runs by which a page says when its pictures were taken. The time itself is believed of nobody, and a clock that is
 * wrong by hours is nobody's fault; but no clock runs a tenth too fast or too slow for minutes, while a recording that is fed at another
 * speed does.
 *
 * <p>In each span of ten seconds the frame that took the least time on its way counts: the others waited in a line or a queue. Over five
 * minutes both the middle of the rates between spans and the rate of the whole decide: a clock that is set moves the whole and not the middle, a queue
 * that fills and empties again the middle and not the whole. A page whose time stands still tells none. Not thread-safe; of the thread that receives.
 */
final class PageClock {

    static final long SPAN_MILLIS = 10_000;
    static final int RATES = 30;

    /** No clock of a computer is so far off. A clock that is being put right is slewed by a twelfth at most. */
    static final double MOST_OFF = 0.1;

    /** After a longer silence nothing is known of the time between. */
    private static final long MOST_BETWEEN_MILLIS = 60_000;

    /** A time beyond is none: some thirty thousand years. */
    private static final long MOST_MILLIS = 1_000_000_000_000_000L;

    /** What is wrong with a page's clock. */
    enum Wrong implements WireNamed {
        FAST,
        SLOW
    }

    private record Sample(long arrivedAtMillis, long capturedAtMillis) {
        long delayMillis() {
            return arrivedAtMillis - capturedAtMillis;
        }
    }

    /** How far the page's clock and the server's went between two samples. */
    private record Rate(long pageMillis, long serverMillis) {

        double value() {
            return (double) pageMillis / serverMillis;
        }

        Rate and(Rate other) {
            return new Rate(pageMillis + other.pageMillis, serverMillis + other.serverMillis);
        }
    }

    private final Consumer<Wrong> whenWrong;
    private final List<Rate> rates = new ArrayList<>(RATES);
    private @Nullable Sample before;
    private @Nullable Sample best;
    private long spanStartMillis = -1;

    /** @param whenWrong is told once in five minutes for as long as the clock runs wrong */
    PageClock(Consumer<Wrong> whenWrong) {
        this.whenWrong = whenWrong;
    }

    /**
     * A frame came in.
     *
     * @param capturedAtMillis as the page says
     */
    void told(long capturedAtMillis, long arrivedAtMillis) {
        if (capturedAtMillis > MOST_MILLIS || capturedAtMillis < -MOST_MILLIS) {
            return;
        }
        Sample sample = new Sample(arrivedAtMillis, capturedAtMillis);
        long inSpan = arrivedAtMillis - spanStartMillis;
        if (spanStartMillis < 0 || inSpan < 0 || inSpan >= SPAN_MILLIS) {
            endSpan();
            spanStartMillis = arrivedAtMillis;
            best = sample;
        } else if (best == null || sample.delayMillis() < best.delayMillis()) {
            best = sample;
        }
    }

    private void endSpan() {
        Sample earlier = before;
        Sample later = best;
        before = later;
        if (earlier == null || later == null) {
            return;
        }
        long between = later.arrivedAtMillis() - earlier.arrivedAtMillis();
        long told = later.capturedAtMillis() - earlier.capturedAtMillis();
        if (between > 0 && between <= MOST_BETWEEN_MILLIS && told != 0) {
            rates.add(new Rate(told, between));
        }
        if (rates.size() >= RATES) {
            double middle = rates.stream().map(Rate::value).sorted().toList().get(RATES / 2);
            double whole = rates.stream().reduce(new Rate(0, 0), Rate::and).value();
            rates.clear();
            judge(Math.min(middle, whole), Math.max(middle, whole));
        }
    }

    private void judge(double least, double most) {
        if (least >= 1 + MOST_OFF) {
            whenWrong.accept(Wrong.FAST);
        } else if (most <= 1 - MOST_OFF) {
            whenWrong.accept(Wrong.SLOW);
        }
    }
}
