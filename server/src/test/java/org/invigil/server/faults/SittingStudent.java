package org.invigil.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.invigil.server.TestAnswer;
import org.invigil.server.TestClip;
import org.invigil.server.TestFrames;
import org.invigil.server.TestHttp;
import org.invigil.server.TestSocket;
import org.jspecify.annotations.Nullable;

/**
 * A student of the demo's exam, who remembers what the server has acknowledged and holds it to that. The server may be
 * started again meanwhile, behind the same address: the sign-in goes on.
 */
final class SittingStudent {

    private static final int FULL_RATE_MILLIS = 33;
    private static final byte[][] PICTURES = new byte[16][];

    static {
        for (int i = 0; i < PICTURES.length; i++) {
            PICTURES[i] = TestFrames.jpeg(i);
        }
    }

    private final TestHttp http;
    private final int port;
    private final String session;
    private final TestAnswer answer;
    private final Map<String, String> clipIds = new HashMap<>();
    private final Map<String, byte[]> clips = new HashMap<>();
    private @Nullable TestSocket socket;
    private long seq;
    private int acknowledged;
    private int triedAnswer;
    private int savedAnswer;

    private SittingStudent(TestHttp http, int port, String session, String question) {
        this.http = http;
        this.port = port;
        this.session = session;
        this.answer = new TestAnswer(http, session, question);
    }

    static SittingStudent begin(int port, String username) {
        TestHttp http = new TestHttp(port).signIn(username, "invigil-" + username);
        String exam = http.get("/api/exams").json().at("/exams/0/exam_id").asString();
        var started = http.post(
                        "/api/exam/start", Map.of("exam_id", exam, "consent", Map.of("version", "1", "accepted", true)))
                .json();
        for (var question : started.path("questions")) {
            if (question.path("kind").asString().equals("text")) {
                return new SittingStudent(
                        http,
                        port,
                        started.path("session_id").asString(),
                        question.path("question_id").asString());
            }
        }
        throw new AssertionError("The demo's exam has no text question: " + started);
    }

    String session() {
        return session;
    }

    /** Frames that the server has answered. */
    int acknowledged() {
        return acknowledged;
    }

    /** Opens the frame socket; a student whose line broke does this again. */
    void connect() {
        socket = TestSocket.open(port, http, "/analyze?session=" + session);
    }

    /** Sends frames, at most thirty a second and one at a time, until so many more are acknowledged. */
    void film(ScheduledExecutorService camera, int frames) throws InterruptedException {
        film(camera, frames, FULL_RATE_MILLIS);
    }

    /** The same at another rate. */
    void film(ScheduledExecutorService camera, int frames, int frameMillis) throws InterruptedException {
        TestSocket open = Objects.requireNonNull(socket, "connect first");
        Semaphore due = new Semaphore(0);
        ScheduledFuture<?> ticking = camera.scheduleWithFixedDelay(due::release, 0, frameMillis, TimeUnit.MILLISECONDS);
        try {
            for (int i = 0; i < frames; i++) {
                due.acquire();
                due.drainPermits();
                long number = ++seq;
                open.send(TestFrames.message(number, PICTURES[(int) (number % PICTURES.length)]));
                open.await(message -> message.path("type").asString().equals("result")
                        && message.path("seq").asLong() == number);
                acknowledged++;
            }
        } finally {
            ticking.cancel(false);
        }
    }

    /** The code with which the server ended the socket. */
    int closeCode() {
        return Objects.requireNonNull(socket, "connect first").closeCode();
    }

    /** Saves the next answer; returns whether the server says that it has it. */
    boolean save() {
        triedAnswer++;
        int status;
        try {
            status = answer.save("answer " + triedAnswer).status();
        } catch (UncheckedIOException e) {
            return false; // no server
        }
        if (status == 200) {
            savedAnswer = triedAnswer;
        }
        return status == 200;
    }

    /** Uploads a clip of this name, again if it was tried before. */
    TestHttp.Answer upload(String name) {
        byte[] file = clip(name);
        String id = clipId(name);
        TestHttp.Answer answer = TestClip.upload(http, session, id, file, Map.of());
        if (answer.status() / 100 == 2) {
            clips.put(id, file);
        }
        return answer;
    }

    /** Uploads half of the clip of this name, and the rest never: ends when the server cuts the line. */
    void uploadHalf(String name) {
        byte[] form = TestClip.form(session, clipId(name), clip(name), Map.of());
        try {
            TestHttp.Answer answer = http.send(
                    "POST",
                    TestClip.PATH,
                    BodyPublishers.fromPublisher(
                            subscriber -> subscriber.onSubscribe(
                                    new HalfBody(subscriber, ByteBuffer.wrap(form, 0, form.length / 2))),
                            form.length),
                    TestClip.CONTENT_TYPE);
            throw new AssertionError("Half a clip was answered with " + answer.text());
        } catch (UncheckedIOException e) {
            // The line is cut.
        }
    }

    /** Gives what there is and never ends. It waits for nothing: the client may ask on the very thread that awaits its answer. */
    private static final class HalfBody implements Flow.Subscription {

        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final AtomicReference<@Nullable ByteBuffer> half;

        HalfBody(Flow.Subscriber<? super ByteBuffer> subscriber, ByteBuffer half) {
            this.subscriber = subscriber;
            this.half = new AtomicReference<>(half);
        }

        @Override
        public void request(long count) {
            ByteBuffer given = half.getAndSet(null);
            if (given != null) {
                subscriber.onNext(given);
            }
        }

        @Override
        public void cancel() {
            half.set(null);
        }
    }

    private static byte[] clip(String name) {
        return TestClip.webm(name.repeat(20_000));
    }

    /** The same whenever the clip of this name is tried again. */
    String clipId(String name) {
        return clipIds.computeIfAbsent(name, first -> UUID.randomUUID().toString());
    }

    void submit() {
        TestHttp.Answer answer = http.post("/api/exam/submit", Map.of("session_id", session, "reason", "student"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /** The newest acknowledged answer, or one that was sent later, is stored. */
    void assertAnswersAreKept() {
        assertThat(savedAnswer).isPositive();
        String stored = http.get("/api/exam/sessions/" + session)
                .json()
                .at("/answers/0/value/text")
                .asString();
        assertThat(stored).startsWith("answer ");
        assertThat(Integer.parseInt(stored.substring("answer ".length()))).isBetween(savedAnswer, triedAnswer);
    }

    /** Nobody is given anything under this clip's id. */
    void assertNoClip(String name) {
        TestHttp.Answer answer = http.get("/api/clips/" + clipId(name) + "/content");
        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
    }

    /** Every acknowledged clip is there once, whole. */
    void assertClipsAreKept() {
        assertThat(clips).isNotEmpty();
        clips.forEach((id, file) -> assertThat(
                        http.get("/api/clips/" + id + "/content").response().body())
                .isEqualTo(file));
        assertThat(http.get("/api/sessions/" + session).json().path("clips").size())
                .isEqualTo(clips.size());
    }
}
