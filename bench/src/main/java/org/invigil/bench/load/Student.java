package org.invigil.bench.load;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One browser: sends frames at the pace it was told to, and the node's {@code target_fps} when that is lower. A frame's
 * clock starts when it was due, not when it was sent, so a slow send is not hidden.
 */
final class Student implements WebSocket.Listener {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int HEADER_BYTES = 16;
    /** Replies that never come are forgotten after this many later frames. */
    private static final int MOST_PENDING = 256;

    private static final double UNEVENNESS = 0.25;

    private final Api api;
    private final String sessionId;
    private final List<byte[]> frames;
    private final int firstFrame;
    private final Tally tally;
    private final LiveWatcher live;
    private final Map<Long, Long> dueNanosBySeq = new ConcurrentHashMap<>();
    private final AtomicLong answered = new AtomicLong();
    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile double targetFps;
    private volatile long sent;
    private double untilNextNanos;
    private long countedFrom;
    private @Nullable WebSocket socket;

    Student(Api api, String sessionId, List<byte[]> frames, int firstFrame, double fps, Tally tally, LiveWatcher live) {
        this.api = api;
        this.sessionId = sessionId;
        this.frames = frames;
        this.firstFrame = firstFrame;
        this.targetFps = fps;
        this.tally = tally;
        this.live = live;
        this.random = new Random(firstFrame);
    }

    /** A full server refuses: that is counted, and the student sits without a camera, as on the page. */
    void connect() {
        try {
            socket = api.openSocket("/analyze?answers=short&session=" + sessionId, this);
        } catch (LoadFailedException e) {
            tally.error(String.valueOf(e.getMessage()));
        }
    }

    /** Lets the first frame wait: browsers do not begin in step. */
    void beginAfter(double nanos) {
        untilNextNanos = nanos;
    }

    /** Sends until the time is over, going on in step where an earlier run stopped. Blocks; run it on a thread of its own. */
    void run(double fps, long startNanos, Duration length) throws InterruptedException {
        WebSocket out = socket;
        if (out == null) {
            return; // refused
        }
        long endNanos = startNanos + length.toNanos();
        double dueNanos = startNanos + untilNextNanos;
        for (long seq = sent + 1; dueNanos < endNanos; seq++) {
            if (!isOpenUntil((long) dueNanos)) {
                tally.error("send");
                return;
            }
            dueNanosBySeq.put(seq, (long) dueNanos);
            dueNanosBySeq.remove(seq - MOST_PENDING);
            try {
                out.sendBinary(frame(seq), true).get(10, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                tally.error("send");
                return;
            }
            sent = seq;
            tally.sent();
            dueNanos += 1e9 / Math.min(fps, targetFps) * (targetFps < fps ? 1 + unevenness() : 1);
        }
        untilNextNanos = dueNanos - endNanos;
    }

    /** As the page does it: below the full rate a pause is up to a quarter longer or shorter than the mean one. */
    private double unevenness() {
        return UNEVENNESS * (2 * random.nextDouble() - 1);
    }

    private ByteBuffer frame(long seq) {
        byte[] jpeg = frames.get((int) ((firstFrame + seq) % frames.size()));
        return ByteBuffer.allocate(HEADER_BYTES + jpeg.length)
                .put((byte) 0x49)
                .put((byte) 0x56)
                .put((byte) 1)
                .put((byte) 0)
                .putInt((int) seq)
                .putLong(System.currentTimeMillis())
                .put(jpeg)
                .flip();
    }

    /** Until a frame is due, or the socket has gone; then nothing is due any more. */
    private boolean isOpenUntil(long nanos) throws InterruptedException {
        return !closed.await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            String message = text.toString();
            text.setLength(0);
            received(JSON.readTree(message));
        }
        webSocket.request(1);
        return null;
    }

    private void received(JsonNode message) {
        long now = System.nanoTime();
        if (message.path("type").asString("").equals("error")) {
            tally.error(message.path("code").asString("unknown"));
            return;
        }
        String type = message.path("type").asString("");
        if (!type.equals("result") && !type.equals("same")) {
            return; // a sign of life
        }
        Long due = dueNanosBySeq.remove(message.path("seq").asLong());
        if (due != null) {
            tally.replied(now - due);
            live.replied(sessionId, due, now);
        }
        answered.incrementAndGet();
        targetFps = message.path("target_fps").asDouble(targetFps);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        if (statusCode != WebSocket.NORMAL_CLOSURE) {
            tally.error("closed " + statusCode);
        }
        closed.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        tally.error("socket");
        closed.countDown();
    }

    String sessionId() {
        return sessionId;
    }

    /** What was answered until now does not count as measured; its rows are owed all the same. */
    void warmedUp() {
        countedFrom = answered.get();
    }

    /** Frames answered since the warm-up. */
    long answered() {
        return answered.get() - countedFrom;
    }

    /** Score rows the server owes this student: one in ten analysed frames, and one for the rest. */
    long expectedRows() {
        return Math.ceilDiv(answered.get(), 10);
    }

    /** Rows the server has, by what the student may read. */
    long savedRows() throws IOException, InterruptedException {
        return api.get("/api/sessions/" + sessionId + "/scores?max_points=10000")
                .path("points")
                .size();
    }

    void submit() throws IOException, InterruptedException {
        api.post("/api/exam/submit", Map.of("session_id", sessionId, "reason", "student"));
    }
}
