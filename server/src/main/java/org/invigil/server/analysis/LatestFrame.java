package org.invigil.server.analysis;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Room for a single frame. The newest wins; what it replaces is counted as dropped. */
final class LatestFrame {

    private final AtomicReference<@Nullable Frame> slot = new AtomicReference<>();
    private final AtomicLong dropped = new AtomicLong();

    void put(Frame frame) {
        if (slot.getAndSet(frame) != null) {
            dropped.incrementAndGet();
        }
    }

    @Nullable
    Frame take() {
        return slot.getAndSet(null);
    }

    boolean isEmpty() {
        return slot.get() == null;
    }

    long dropped() {
        return dropped.get();
    }
}
