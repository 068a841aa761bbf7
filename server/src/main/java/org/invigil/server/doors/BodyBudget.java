package org.invigil.server.doors;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bytes of bodies that are held at once. What arrives is counted, not what is announced: announcing costs nothing, and
 * must not shut out others. What students write has a share that nobody else can take.
 */
final class BodyBudget {

    /** Whose bytes they are, and how many eighths of the whole are theirs. */
    enum Share {
        STRANGERS(1),
        ANSWERS(4),
        OTHERS(3);

        private static final int WHOLE = 8;

        private final int eighths;

        Share(int eighths) {
            this.eighths = eighths;
        }
    }

    private final Map<Share, Integer> capacity = new EnumMap<>(Share.class);
    private final Map<Share, AtomicInteger> held = new EnumMap<>(Share.class);

    BodyBudget(int maxBytes) {
        for (Share share : Share.values()) {
            capacity.put(share, (int) ((long) maxBytes * share.eighths / Share.WHOLE));
            held.put(share, new AtomicInteger());
        }
    }

    /** Takes so many bytes, or none if the share has no room for them. */
    boolean take(Share share, int bytes) {
        AtomicInteger taken = of(share);
        int limit = capacity.getOrDefault(share, 0);
        int before = taken.getAndUpdate(now -> bytes > limit - now ? now : now + bytes);
        return bytes <= limit - before;
    }

    void giveBack(Share share, int bytes) {
        of(share).addAndGet(-bytes);
    }

    int held() {
        return held.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private AtomicInteger of(Share share) {
        return java.util.Objects.requireNonNull(held.get(share));
    }
}
