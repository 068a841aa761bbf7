package org.invigil.server.doors;

/** How many bytes a route takes: the one table of it. Documented in docs/protocol.md. */
enum BodyLimits {
    /** Signing in, for people nobody knows yet: a name and a password. */
    SIGN_IN("/api/auth/", 16 * 1024, BodyBudget.Share.STRANGERS),
    /** Clips arrive on the disk, not in memory; the module evidence bounds the file. */
    UPLOAD("/api/exam/upload-video", Integer.MAX_VALUE, BodyBudget.Share.OTHERS),
    /** Fifty batches of an analyser that runs elsewhere, each with the raw signals of ten frames. */
    ANALYZER("/api/exam/analyze-batch", 1024 * 1024, BodyBudget.Share.OTHERS),
    /** A picture of 320x240 takes 10 to 30 KiB in base64. */
    CAMERA_CHECK("/api/exam/camera-check", 64 * 1024, BodyBudget.Share.OTHERS),
    /** What students write. */
    ANSWERS("/api/exam/", 256 * 1024, BodyBudget.Share.ANSWERS),
    /** An exam has up to 200 questions with 20 options each; only admins write it. */
    EXAMS("/api/exams", 8 * 1024 * 1024, BodyBudget.Share.OTHERS),
    /** Everything else, also what does not exist. */
    REST("", 256 * 1024, BodyBudget.Share.OTHERS);

    /** As many of the largest bodies of its route one sender may hold at once: two windows, or a try beside its retry. */
    private static final int BODIES_OF_A_SENDER = 2;

    /** An analyser works for everybody, so it may take the whole share. */
    private static final int BODIES_OF_AN_ANALYZER = 64;

    private final String path;
    private final int maxBytes;
    private final BodyBudget.Share share;

    BodyLimits(String path, int maxBytes, BodyBudget.Share share) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.share = share;
    }

    /** The row of an address, the first that fits. */
    static BodyLimits of(String address) {
        for (BodyLimits candidate : values()) {
            if (address.startsWith(candidate.path)) {
                return candidate;
            }
        }
        return REST;
    }

    int maxBytes() {
        return maxBytes;
    }

    BodyBudget.Share share() {
        return share;
    }

    /** How much one sender may hold at once. */
    int maxBytesOfSender() {
        return maxBytes * (this == ANALYZER ? BODIES_OF_AN_ANALYZER : BODIES_OF_A_SENDER);
    }

    /** Whether a body is given time by its rate: over a slow line, what a student writes needs more than a moment. */
    boolean earnsTime() {
        return this != SIGN_IN && this != REST;
    }
}
