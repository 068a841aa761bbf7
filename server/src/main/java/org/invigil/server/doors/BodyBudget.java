package org.invigil.server.doors;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Bytes of bodies that are held at once. What arrives is counted, not what is announced: announcing costs nothing, and
 * must not shut out others. What students write has a share that nobody else can take, and nobody takes a whole share:
 * each sender has a bound too.
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

    /**
     * Who sends: somebody who is signed in, or an address.
     *
     * @param maxBytes that this sender may hold at once, in all bodies together
     */
    record Sender(Share share, String name, int maxBytes) {}

    private final int maxBytes;
    private final Map<Share, Integer> byShare = new EnumMap<>(Share.class);

    /** Only who holds anything is in here, so there are never more than bodies that are read. */
    private final Map<Sender, Integer> bySender = new HashMap<>();

    BodyBudget(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes so many bytes, or none if the sender or the share has no room for them. */
    synchronized boolean take(Sender sender, int bytes) {
        int ofShare = byShare.getOrDefault(sender.share(), 0);
        int ofSender = bySender.getOrDefault(sender, 0);
        if (bytes > capacity(sender.share()) - ofShare || bytes > sender.maxBytes() - ofSender) {
            return false;
        }
        set(sender, ofShare + bytes, ofSender + bytes);
        return true;
    }

    synchronized void giveBack(Sender sender, int bytes) {
        set(sender, byShare.getOrDefault(sender.share(), 0) - bytes, bySender.getOrDefault(sender, 0) - bytes);
    }

    private void set(Sender sender, int ofShare, int ofSender) {
        byShare.put(sender.share(), ofShare);
        if (ofSender == 0) {
            bySender.remove(sender);
        } else {
            bySender.put(sender, ofSender);
        }
    }

    private int capacity(Share share) {
        return (int) ((long) maxBytes * share.eighths / Share.WHOLE);
    }

    synchronized int held() {
        return byShare.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized int senders() {
        return bySender.size();
    }
}
