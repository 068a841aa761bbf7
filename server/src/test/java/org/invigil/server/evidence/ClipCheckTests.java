package org.invigil.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.rules.batch.SignalBatch;
import org.invigil.rules.batch.SignalBatchCodec;
import org.invigil.rules.signal.TimedSignal;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClip;
import org.invigil.server.TestClock;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.database.SqlTime;
import org.invigil.server.hints.HintKind;
import org.invigil.server.hints.Hints;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Every way to hand in a clip that is none, with real files, and beside it the honest student whose clip is one. */
@ServerTest
class ClipCheckTests {

    private static final String VP9 = "libvpx-vp9";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How far before the event a page's clip begins. */
    private static final Duration BEFORE = Duration.ofSeconds(4);

    private final TestPeople people;
    private final TestClock clock;
    private final ActorTransactions transactions;
    private final ClipRequests requests;
    private final Hints hints;
    private final MeterRegistry meters;
    private final Person student;
    private final ExamSession session;
    private final Instant eventAt;

    ClipCheckTests(
            @Autowired TestPeople people,
            @Autowired TestClock clock,
            @Autowired ActorTransactions transactions,
            @Autowired ExamSessions sessions,
            @Autowired ClipRequests requests,
            @Autowired Hints hints,
            @Autowired MeterRegistry meters) {
        this.people = people;
        this.clock = clock;
        this.transactions = transactions;
        this.requests = requests;
        this.hints = hints;
        this.meters = meters;
        this.student = people.student();
        this.session = sessions.find(people.start(student, people.exam())).orElseThrow();
        this.eventAt = session.startedAt().plusSeconds(60);
    }

    /** What is analysed is what this video shows from so long before the event on, two frames a second. */
    private void analysed(byte[] video) throws Exception {
        List<TimedSignal> frames = AnalysedFilm.of(video, eventAt.minus(BEFORE).toEpochMilli());
        for (int from = 0; from < frames.size(); from += 10) {
            store(from, frames.subList(from, Math.min(from + 10, frames.size())));
        }
    }

    private void store(long seq, List<TimedSignal> frames) {
        transactions.run(Actor.ANALYZER, jdbc -> jdbc.sql("""
                        INSERT INTO cheat_scores (session_id, student_id, batch_seq, session_started_at, started_at, ended_at,
                                                  frames, focus_score, focus_score_min, cheat_score, presence,
                                                  detected_behavior, signal_bytes)
                        SELECT id, student_id, ?, started_at, ?, ?, ?, 100, 100, 0, 'present', '{}', ?
                          FROM exam_sessions WHERE id = ?""")
                .params(
                        seq,
                        SqlTime.toSql(Instant.ofEpochMilli(frames.getFirst().atMillis())),
                        SqlTime.toSql(Instant.ofEpochMilli(frames.getLast().atMillis())),
                        frames.size(),
                        SignalBatchCodec.encode(new SignalBatch(frames, null, null)),
                        session.sessionId())
                .update());
    }

    /** The server asks for a clip of the event; the page's clock is off by so much. */
    private UUID ask(Duration clockOff) {
        UUID clip = UUID.randomUUID();
        requests.clipAsked(session, clip, "absent", eventAt, eventAt.plus(clockOff), eventAt);
        requests.flush();
        return clip;
    }

    private UUID ask() {
        return ask(Duration.ZERO);
    }

    /** Sends as a page does; {@code changes} is what it says otherwise. */
    private TestHttp.Answer send(UUID clip, byte[] file, Map<String, String> changes) {
        Map<String, String> form = new HashMap<>(Map.of(
                "behavior", "absent", "recorded_at", eventAt.minus(BEFORE).toString()));
        form.putAll(changes);
        return TestClip.upload(student.http(), session.sessionId().toString(), clip.toString(), file, form);
    }

    private UUID sent(UUID clip, byte[] file, Map<String, String> changes) {
        TestHttp.Answer answer = send(clip, file, changes);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return clip;
    }

    private static JsonNode session(TestHttp who, UUID id) {
        return who.get("/api/sessions/" + id).json();
    }

    private static JsonNode check(TestHttp who, UUID id, UUID clip) {
        return session(who, id)
                .path("clips")
                .valueStream()
                .filter(each -> each.path("id").asString().equals(clip.toString()))
                .map(each -> each.path("check"))
                .findFirst()
                .orElseThrow();
    }

    /** What staff and the student read once the clip is checked: the same. */
    private JsonNode checked(UUID clip) {
        TestHttp reviewer = people.proctor().http();
        await().atMost(PATIENCE).until(() -> !check(reviewer, session.sessionId(), clip)
                .path("state")
                .asString()
                .equals("unchecked"));
        JsonNode check = check(reviewer, session.sessionId(), clip);
        assertThat(check(student.http(), session.sessionId(), clip)).isEqualTo(check);
        return check;
    }

    private static String words(JsonNode check) {
        List<String> words = new ArrayList<>(List.of(check.path("state").asString()));
        check.path("reasons").valueStream().map(JsonNode::asString).forEach(words::add);
        return String.join(" ", words);
    }

    private String hints() {
        return String.join(
                ", ",
                session(people.proctor().http(), session.sessionId())
                        .path("hints")
                        .valueStream()
                        .map(hint -> hint.path("kind").asString() + " "
                                + hint.path("detail").asString())
                        .toList());
    }

    private void assertHinted(String expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hints()).isEqualTo(expected));
    }

    /** Hints are stored in the order in which they are noted. */
    private void assertNothingHintedUpToNow() {
        hints.note(session.sessionId(), HintKind.HEAD_TURN_ASKED, "mark", clock.instant());
        await().atMost(PATIENCE).until(() -> hints().endsWith("head_turn_asked mark"));
        assertThat(hints()).isEqualTo("head_turn_asked mark");
    }

    // The honest student.

    @ParameterizedTest
    @ValueSource(strings = {"libvpx", VP9})
    void aClipOfWhatWasAnalysedIsVerified(String codec) throws Exception {
        byte[] video = TestVideo.webm(TestVideo.FRANCK, 0, 10, codec);
        analysed(video);

        JsonNode check = checked(sent(ask(), video, Map.of()));

        assertThat(words(check)).isEqualTo("verified");
        assertThat(check.path("shown_ms").asLong()).isBetween(9_500L, 10_500L);
        assertThat(check.path("compared_seconds").asInt()).isBetween(9, 11);
        assertThat(check.path("differing_seconds").asInt()).isZero();
        assertNothingHintedUpToNow();
    }

    @ParameterizedTest
    @ValueSource(longs = {-7_000, 26_000, 600_000_000})
    void aClockThatIsWrongByMuchIsFine(long offSeconds) throws Exception {
        byte[] video = TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9);
        analysed(video);
        Duration off = Duration.ofSeconds(offSeconds);
        Instant said = eventAt.minus(BEFORE).plus(off);

        UUID clip = sent(ask(off), video, Map.of("recorded_at", said.toString()));

        assertThat(words(checked(clip))).isEqualTo("verified");
        assertThat(transactions
                        .run(Actor.SYSTEM, jdbc -> ClipRows.find(jdbc, clip))
                        .orElseThrow()
                        .recordedAt())
                .as("by the server's clock")
                .isEqualTo(eventAt.minus(BEFORE));
    }

    @Test
    void aClipThatComesAnHourLaterAndTwiceIsOneClip() throws Exception {
        byte[] video = TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9);
        analysed(video);
        UUID clip = ask();
        clock.advance(Duration.ofMinutes(50));
        try {
            sent(clip, video, Map.of());
            JsonNode check = checked(clip);
            assertThat(words(check)).isEqualTo("verified");
            assertThat(send(clip, video, Map.of()).status()).isEqualTo(200);
            assertThat(checked(clip)).isEqualTo(check);
        } finally {
            clock.advance(Duration.ofMinutes(-50));
        }
    }

    @Test
    void aCameraThatWasSwitchedMeanwhileIsFine() throws Exception {
        byte[] video = TestVideo.switched(TestVideo.FRANCK, 4, TestVideo.SIGNER, 6);
        analysed(video);

        assertThat(words(checked(sent(ask(), video, Map.of())))).isEqualTo("verified");
    }

    @Test
    void aShorterClipIsShorterAndNothingElse() throws Exception {
        analysed(TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9));
        byte[] begunLate = TestVideo.webm(TestVideo.FRANCK, 3, 4, VP9);

        JsonNode check = checked(sent(
                ask(),
                begunLate,
                Map.of(
                        "duration_ms",
                        "4000",
                        "recorded_at",
                        eventAt.minus(BEFORE).plusSeconds(3).toString())));

        assertThat(words(check)).isEqualTo("verified");
        assertThat(check.path("shown_ms").asLong()).isBetween(3_500L, 4_500L);
    }

    @Test
    void inTheDarkNothingCanBeTold() throws Exception {
        byte[] video = TestVideo.black(10, VP9);
        analysed(video);
        UUID clip = sent(ask(), video, Map.of());
        clock.advance(Duration.ofMinutes(3)); // no scores come any more
        try {
            assertThat(words(checked(clip))).isEqualTo("unknown");
        } finally {
            clock.advance(Duration.ofMinutes(-3));
        }
        assertNothingHintedUpToNow();
    }

    @Test
    void aRequestThatIsNotedAfterItsClipCounts() throws Exception {
        byte[] video = TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9);
        analysed(video);
        UUID clip = sent(UUID.randomUUID(), video, Map.of());
        assertThat(words(checked(clip))).isEqualTo("not_requested");

        requests.clipAsked(session, clip, "absent", eventAt, eventAt, eventAt);
        requests.flush();

        assertThat(words(checked(clip))).isEqualTo("verified");
        assertNothingHintedUpToNow();
    }

    @Test
    void afterACameraThatStoodStillAnOldClipIsNoEvidenceAndNoAccusation() throws Exception {
        byte[] video = TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9);
        analysed(video);
        List<UUID> clips = new ArrayList<>();
        for (String said : List.of(
                eventAt.minusSeconds(25).toString(), eventAt.minusSeconds(300).toString(), "2000-01-01T00:00:00Z")) {
            clips.add(sent(ask(), video, Map.of("recorded_at", said)));
        }
        clock.advance(Duration.ofMinutes(3)); // no scores come any more
        try {
            clips.forEach(clip -> assertThat(words(checked(clip))).isEqualTo("unknown ends_early"));
        } finally {
            clock.advance(Duration.ofMinutes(-3));
        }
        assertNothingHintedUpToNow();
    }

    @Test
    void aClipThatBeginsAfterItsMomentIsNoEvidenceOfIt() throws Exception {
        analysed(TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9));
        byte[] film = TestVideo.webm(TestVideo.FRANCK, 6, 4, VP9);
        String said = eventAt.plusSeconds(2).toString();

        JsonNode check = checked(sent(ask(), film, Map.of("duration_ms", "4000", "recorded_at", said)));

        assertThat(words(check)).isEqualTo("unknown begins_late");
        assertThat(check.path("differing_seconds").asInt()).isZero();
        assertNothingHintedUpToNow();
    }

    @Test
    void aClipOfASecondIsTooShortAndNothingElse() throws Exception {
        analysed(TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9));
        byte[] film = TestVideo.webm(TestVideo.FRANCK, 4, 1, VP9);

        UUID clip = sent(ask(), film, Map.of("duration_ms", "1000", "recorded_at", eventAt.toString()));

        assertThat(words(checked(clip))).isEqualTo("unknown too_short");
        assertNothingHintedUpToNow();
    }

    // Everybody else.

    @Test
    void whatNobodyAskedForIsKeptApartAndToldAfterAWhile() {
        double before = counted("not_requested");
        UUID clip = sent(UUID.randomUUID(), TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9), Map.of());

        assertThat(words(checked(clip))).isEqualTo("not_requested");
        assertThat(counted("not_requested")).isEqualTo(before + 1);
        checked(sent(ask(), TestVideo.webm(TestVideo.FRANCK, 4, 1, VP9), Map.of("duration_ms", "1000"))); // a turn
        assertNothingHintedUpToNow(); // its request may still come
        clock.advance(ClipChecks.REQUESTS_COME_WITHIN.plusSeconds(1));
        try {
            assertHinted("head_turn_asked mark, clip_refused not_requested");
        } finally {
            clock.advance(ClipChecks.REQUESTS_COME_WITHIN.plusSeconds(1).negated());
        }
    }

    private double counted(String state) {
        return meters.counter("invigil.clips.checked", "state", state).count();
    }

    @Test
    void aHeaderWithSomethingElseBehindItIsUnreadable() {
        byte[] header = Arrays.copyOf(TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9), 60);
        byte[] page = "<!doctype html><script>alert(1)</script>".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        byte[] file = Arrays.copyOf(header, header.length + page.length);
        System.arraycopy(page, 0, file, header.length, page.length);

        assertThat(words(checked(sent(ask(), file, Map.of())))).isEqualTo("unreadable");
        assertHinted("clip_refused unreadable");
    }

    @Test
    void aClipThatIsLongerThanItSaysDiffers() throws Exception {
        byte[] video = TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9);
        analysed(video);
        byte[] longer = TestVideo.webm(TestVideo.FRANCK, 0, 30, VP9);

        assertThat(words(checked(sent(ask(), longer, Map.of())))).isEqualTo("differs length");
        assertThat(words(checked(sent(ask(), longer, Map.of("duration_ms", "30000")))))
                .as("much longer than was asked for")
                .isEqualTo("differs length");
        assertHinted("clip_differs length");
    }

    @Test
    void aClipOfAnotherTimeOrBehaviourDiffers() throws Exception {
        byte[] video = TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9);
        analysed(video);

        UUID clip = sent(ask(), video, Map.of("recorded_at", "2099-01-01T00:00:00Z", "behavior", "looking_left"));

        assertThat(words(checked(clip))).isEqualTo("differs behavior time");
        assertThat(transactions
                        .run(Actor.SYSTEM, jdbc -> ClipRows.find(jdbc, clip))
                        .orElseThrow())
                .satisfies(stored -> {
                    assertThat(stored.recordedAt()).isEqualTo(eventAt.minus(BEFORE));
                    assertThat(stored.storagePath()).doesNotContain("2099");
                });
        assertHinted("clip_differs behavior, time");
    }

    @Test
    void anotherVideoUnderTheIdThatWasAskedForDiffers() throws Exception {
        analysed(TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9));

        for (byte[] other : List.of(
                TestVideo.webm(TestVideo.SIGNER, 0, 10, VP9),
                TestVideo.black(10, VP9),
                TestVideo.switched(TestVideo.FRANCK, 5, TestVideo.SIGNER, 5))) {
            assertThat(words(checked(sent(ask(), other, Map.of())))).isEqualTo("differs pictures");
        }
        assertHinted("clip_differs pictures");
    }

    @Test
    void nobodyElsesSittingIsTouched() {
        UUID clip = ask();
        Person other = people.student();
        UUID theirs = people.start(other, people.exam());
        byte[] video = TestVideo.webm(TestVideo.FRANCK, 0, 10, VP9);

        assertThat(TestClip.upload(other.http(), session.sessionId().toString(), clip.toString(), video, Map.of())
                        .code())
                .isEqualTo("not_found");
        TestHttp.Answer under = TestClip.upload(other.http(), theirs.toString(), clip.toString(), video, Map.of());

        assertThat(under.code()).isEqualTo("clip_id_taken");
        assertThat(session(other.http(), theirs).path("clips").isEmpty()).isTrue();
        assertThat(send(clip, video, Map.of()).status())
                .as("its own student still can")
                .isEqualTo(201);
    }
}
