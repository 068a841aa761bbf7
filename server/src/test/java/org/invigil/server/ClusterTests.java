package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * Three servers behind nginx as one service. Every test leaves all three running. What took how long is printed; nothing
 * here depends on it but patience.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ClusterTests {

    private static final int NODES = 3;
    private static final int ROOM = 4;
    private static final byte[] EMPTY_ROOM = TestFrames.jpeg(1);

    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private @Nullable TestCluster started;
    private @Nullable Path folder;
    private int people;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path temporary) throws Exception {
        folder = temporary;
        started = new TestCluster(temporary, NODES);
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        if (started != null) {
            started.stop();
        }
        FileSystemUtils.deleteRecursively(folder);
    }

    private TestCluster cluster() {
        return Objects.requireNonNull(started);
    }

    private TestHttp admin() {
        return new TestHttp(cluster().port()).signIn("admin", "invigil-admin");
    }

    private String newStudent(TestHttp admin) {
        String name = "cluster.student." + people++;
        admin.post(
                "/api/profiles",
                Map.of(
                        "username",
                        name,
                        "display_name",
                        "S",
                        "roles",
                        List.of("student"),
                        "password",
                        TestPeople.PASSWORD));
        return name;
    }

    private TestCandidate sit(String username, String exam) {
        TestHttp http = new TestHttp(cluster().port()).signIn(username, TestPeople.PASSWORD);
        TestCandidate candidate = new TestCandidate(cluster().port(), http, username, exam, EMPTY_ROOM);
        open.add(candidate);
        return candidate;
    }

    private String exam(TestHttp admin, Map<String, Object> changes) {
        Map<String, Object> input =
                new HashMap<>(TestPeople.examInput(Instant.now().minusSeconds(60)));
        input.putAll(changes);
        return admin.post("/api/exams", input).json().path("exam_id").asString();
    }

    private List<TestCandidate> room(int size) {
        TestHttp admin = admin();
        // A machine that is busy with three servers may take its time: a pause is no lost network here.
        String exam = exam(admin, Map.of("policy", Map.of("evidence", Map.of("max_gap_ms", 30_000))));
        List<TestCandidate> candidates = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            candidates.add(sit(newStudent(admin), exam));
        }
        return candidates;
    }

    private TestDashboard watch(int node) {
        int port = cluster().port(node);
        TestDashboard dashboard = new TestDashboard(port, new TestHttp(port).signIn("proctor", "invigil-proctor"));
        open.add(dashboard);
        return dashboard;
    }

    private static boolean isConnected(JsonNode live) {
        return live.path("connected").asBoolean();
    }

    private static boolean hasOpenIncident(JsonNode live) {
        return !live.path("open_incidents").isEmpty();
    }

    private static void print(String what, long sinceNanos) {
        System.out.printf(
                "several nodes: %s after %d ms%n", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos));
    }

    /** Shows an empty room until an incident is open, and returns the last answer. */
    private static JsonNode framesUntil(TestCandidate candidate, int node, Predicate<JsonNode> wanted) {
        for (int i = 0; i < 400; i++) {
            JsonNode answer = candidate.frameAt(node);
            if (wanted.test(answer)) {
                return answer;
            }
        }
        throw new AssertionError("It did not come to that in 400 frames");
    }

    private static boolean seesAnIncident(JsonNode answer) {
        return !answer.path("behaviors").isEmpty();
    }

    private long storedFrames(UUID session) throws Exception {
        return Long.parseLong(cluster()
                .query("SELECT coalesce(sum(frames), 0) FROM cheat_scores WHERE session_id = '" + session + "'"));
    }

    private String incidents(UUID session) throws Exception {
        return cluster()
                .query(
                        "SELECT string_agg(behavior || CASE WHEN ended_at IS NULL THEN ' open' ELSE ' ended' END, ', ' ORDER BY started_at, behavior)"
                                + " FROM incidents WHERE session_id = '" + session + "'");
    }

    @Test
    void aPauseAndAMessageOnOneNodeReachAPageOnAnother() {
        TestCandidate candidate = room(1).getFirst();
        TestSocket page = TestSocket.open(
                cluster().port(1),
                candidate.http(),
                "/events?session=" + candidate.session() + "&window=" + UUID.randomUUID());
        open.add(page);
        page.next();
        TestHttp proctor = new TestHttp(cluster().port(0)).signIn("proctor", "invigil-proctor");
        String interventions = "/api/sessions/" + candidate.session() + "/interventions";

        long pausing = System.nanoTime();
        assertThat(proctor.post(interventions, Map.of("kind", "pause", "category", "technical", "reason", "network"))
                        .status())
                .isEqualTo(201);
        JsonNode paused =
                page.await(message -> message.path("status").asString("").equals("paused"));
        print("a pause was on a page of another node", pausing);
        assertThat(paused.at("/intervention/words").asString())
                .isEqualTo("Your exam was paused because of a problem with the network.");

        long writing = System.nanoTime();
        String exam = candidate
                .http()
                .get("/api/exam/sessions/" + candidate.session())
                .json()
                .path("exam_id")
                .asString();
        proctor.post("/api/exams/" + exam + "/messages", Map.of("audience", "exam", "text", "Please wait."));
        page.await(message -> message.at("/messages/unacknowledged").asInt() == 1);
        print("a message was on a page of another node", writing);

        proctor.post(interventions, Map.of("kind", "resume", "category", "organisation", "reason", "resolved"));
        page.await(message -> message.path("status").asString("").equals("active"));
    }

    @Test
    void aDashboardOnOneNodeShowsAStudentOnAnother() {
        TestCandidate candidate = room(1).getFirst();
        TestDashboard dashboard = watch(0);
        assertThat(dashboard.shown(candidate.session()).isMissingNode())
                .as("known from the database before any socket")
                .isFalse();

        long connecting = System.nanoTime();
        candidate.frameAt(cluster().port(1));
        dashboard.await(candidate.session(), ClusterTests::isConnected);
        print("a student who connected to another node was on the dashboard", connecting);

        framesUntil(candidate, cluster().port(1), ClusterTests::seesAnIncident);
        long seen = System.nanoTime();
        JsonNode live = dashboard.await(candidate.session(), ClusterTests::hasOpenIncident);
        print("an incident seen on another node was on the dashboard", seen);
        assertThat(live.path("presence").asString()).isEqualTo("absent");
        assertThat(live.path("incident_count").asInt()).isPositive();

        String clip = UUID.randomUUID().toString();
        assertThat(TestClip.upload(
                                candidate.http(), candidate.session().toString(), clip, TestClip.webm(clip), Map.of())
                        .status())
                .isEqualTo(201);
        dashboard.await(candidate.session(), shown -> shown.path("clip_count").asInt() == 1);

        TestDashboard late = watch(2);
        assertThat(isConnected(late.shown(candidate.session())))
                .as("a snapshot tells of other nodes as well")
                .isTrue();

        candidate.http().post("/api/exam/submit", Map.of("session_id", candidate.session(), "reason", "student"));
        dashboard.await(
                candidate.session(), shown -> shown.path("status").asString().equals("submitted"));
        assertThat(candidate.leaveSocket().closeCode())
                .as("submitted through any node")
                .isEqualTo(1000);
    }

    @Test
    void aLookOnOneNodeClearsWhatNeedsALookOnAnother() {
        TestCandidate candidate = room(1).getFirst();
        TestDashboard dashboard = watch(0);
        framesUntil(candidate, cluster().port(1), ClusterTests::seesAnIncident);
        int incidents = dashboard
                .await(candidate.session(), ClusterTests::needsALook)
                .path("incident_count")
                .asInt();

        long looking = System.nanoTime();
        TestHttp.Answer looked = new TestHttp(cluster().port(2))
                .signIn("proctor", "invigil-proctor")
                .put("/api/sessions/" + candidate.session() + "/look", Map.of("incident_count", incidents));
        assertThat(looked.status()).as(looked.text()).isEqualTo(200);
        dashboard.await(
                candidate.session(),
                shown -> shown.path("looked_incident_count").asInt() == incidents);
        print("a look on a third node was on the dashboard", looking);
        TestDashboard late = watch(1);
        assertThat(late.shown(candidate.session()).path("looked_incident_count").asInt())
                .as("and in a snapshot where the student is")
                .isEqualTo(incidents);
    }

    private static boolean needsALook(JsonNode live) {
        return live.path("looked_incident_count").asInt()
                < live.path("incident_count").asInt();
    }

    private TestSocket page(TestCandidate candidate, int node, UUID window) {
        TestSocket page = TestSocket.open(
                cluster().port(node),
                candidate.http(),
                "/events?session=" + candidate.session() + "&window=" + window,
                "http://localhost:" + cluster().port(node));
        open.add(page);
        return page;
    }

    @Test
    void everyPageOfAStudentKnowsWhicheverNodeItIsOn() {
        TestCandidate candidate = room(1).getFirst();
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        List<TestSocket> pages = List.of(page(candidate, 0, first), page(candidate, 1, second));
        for (UUID ruling : List.of(first, second, first)) {
            long claimed = System.nanoTime();
            assertThat(candidate
                            .http()
                            .at(cluster().port(2))
                            .post(
                                    "/api/exam/sessions/" + candidate.session() + "/window",
                                    Map.of("window_id", ruling.toString()))
                            .status())
                    .isEqualTo(200);
            pages.forEach(page ->
                    page.await(message -> message.path("window_id").asString("").equals(ruling.toString())));
            print("a window claimed on a third node was known to pages on two others", claimed);
        }

        long submitting = System.nanoTime();
        candidate.http().post("/api/exam/submit", Map.of("session_id", candidate.session(), "reason", "student"));
        pages.forEach(
                page -> page.await(message -> message.path("status").asString().equals("submitted")));
        print("a submission was known to every page", submitting);
    }

    @Test
    void whoOnlyAsksAnotherNodeTakesNothingFromTheSocket() throws Exception {
        TestCandidate candidate = room(1).getFirst();
        candidate.frameAt(cluster().port(1));
        String claim = claim(candidate.session());
        TestHttp elsewhere = candidate.http().at(cluster().port(2));
        for (int i = 0; i < 3; i++) {
            TestHttp.Answer answer = elsewhere.get("/analyze?session=" + candidate.session());
            assertThat(claim(candidate.session()))
                    .as("the node and the epoch of the session")
                    .isEqualTo(claim);
            assertThat(candidate.frameAt(cluster().port(1)).path("type").asString())
                    .isEqualTo("result");
            assertThat(answer.code()).isEqualTo("upgrade_required");
        }
        assertThat(candidate.connects()).isEqualTo(1);
    }

    private String claim(UUID session) throws Exception {
        return cluster()
                .query("SELECT node_id || ' ' || epoch FROM session_streams WHERE session_id = '" + session + "'");
    }

    @Test
    void aStudentWhoGoesBackAndForthIsScoredByOneNodeAtATime() throws Exception {
        TestCandidate candidate = room(1).getFirst();
        for (int i = 0; i < 8; i++) {
            TestSocket left = i == 0 ? null : candidate.leaveSocket();
            assertThat(candidate.frameAt(cluster().port(1 + i % 2)).path("type").asString())
                    .as("the new socket is not mistaken for the one that this node has lost before")
                    .isEqualTo("result");
            if (left != null) {
                assertThat(left.closeCode()).isEqualTo(4001);
            }
        }
        candidate.http().post("/api/exam/submit", Map.of("session_id", candidate.session(), "reason", "student"));
        assertThat(storedFrames(candidate.session()))
                .as("every frame is stored once")
                .isEqualTo(candidate.results());
    }

    @Test
    void theNewestConnectionWinsWhereverItIs() throws Exception {
        TestCandidate candidate = room(1).getFirst();
        JsonNode before = framesUntil(
                candidate,
                cluster().port(1),
                answer -> answer.path("focus_score").asDouble() < 60);
        TestSocket older = candidate.leaveSocket();

        JsonNode after = candidate.frameAt(cluster().port(2));

        assertThat(older.closeCode()).isEqualTo(4001);
        assertThat(after.path("focus_score").asDouble())
                .as("goes on where the other node was")
                .isLessThanOrEqualTo(before.path("focus_score").asDouble() + 0.1);
        assertThat(after.path("behaviors").toString()).contains("absent");
        assertThat(incidents(candidate.session())).matches("(absent|away) open");

        candidate.leaveSocket();
        framesUntil(
                candidate, cluster().port(1), _ -> candidate.results() % 10 == 5); // and back, in the middle of a row
        assertThat(incidents(candidate.session()))
                .as("no incident is cut in two")
                .matches("(absent|away) open");

        JsonNode submitted = candidate
                .http()
                .at(cluster().port(0))
                .post("/api/exam/submit", Map.of("session_id", candidate.session(), "reason", "student"))
                .json();
        assertThat(candidate.leaveSocket().closeCode()).isEqualTo(1000);
        assertThat(submitted.path("cheat_score").asDouble()).isPositive();
        assertThat(storedFrames(candidate.session()))
                .as("every frame is stored once")
                .isEqualTo(candidate.results());
        assertThat(incidents(candidate.session())).doesNotContain("open");
    }

    @Test
    void studentsOfANodeThatDiesGoOnAtAnother() throws Exception {
        List<TestCandidate> candidates = room(ROOM);
        TestCandidate gone = candidates.getFirst();
        TestDashboard dashboard = watch(0);
        for (TestCandidate candidate : candidates) {
            framesUntil(candidate, cluster().port(2), _ -> candidate.results() >= 20);
        }
        dashboard.await(gone.session(), ClusterTests::isConnected);

        cluster().node(2).kill();
        long died = System.nanoTime();
        List<CompletableFuture<Integer>> pages = candidates.subList(1, ROOM).stream()
                .map(candidate -> page(() -> {
                    assertThat(candidate.frame().path("type").asString()).isEqualTo("result");
                    return candidate.connects();
                }))
                .toList();
        for (CompletableFuture<Integer> page : pages) {
            assertThat(page.get(60, TimeUnit.SECONDS))
                    .as("connections of a student")
                    .isEqualTo(2);
        }
        print("the students of a node that was killed went on", died);
        dashboard.await(gone.session(), shown -> !isConnected(shown));
        print("a student who did not come back was shown as not connected", died);
        assertThat(gone.leaveSocket()).isNotNull();
        cluster().restart(2);

        for (TestCandidate candidate : candidates) {
            candidate.http().post("/api/exam/submit", Map.of("session_id", candidate.session(), "reason", "student"));
            assertThat(candidate.results() - storedFrames(candidate.session()))
                    .as("at most a second of scores")
                    .isLessThanOrEqualTo(30);
            assertThat(String.valueOf(incidents(candidate.session()))).doesNotContain("open");
        }
    }

    @Test
    void aRollingRestartLosesNothing() throws Exception {
        List<TestCandidate> candidates = room(ROOM);
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Integer>> pages = new ArrayList<>();
        for (TestCandidate candidate : candidates) {
            pages.add(page(() -> {
                try (TestPace slowCamera = new TestPace(Duration.ofMillis(200))) {
                    while (!done.get()) {
                        candidate.frame();
                        slowCamera.awaitBeat();
                    }
                }
                return 0;
            }));
            pages.add(page(() -> answerUntil(candidate, done)));
        }
        TestSocket eventPage = page(candidates.getFirst(), 0, UUID.randomUUID()); // on the first node to go
        for (int node = 0; node < NODES; node++) {
            cluster().node(node).terminate();
            cluster().restart(node);
        }
        assertThat(eventPage.closeCode())
                .as("an exam page is told to connect again")
                .isEqualTo(1001);
        done.set(true);
        for (CompletableFuture<Integer> page : pages) {
            page.get(60, TimeUnit.SECONDS);
        }

        for (int i = 0; i < ROOM; i++) {
            TestCandidate candidate = candidates.get(i);
            int acknowledged = pages.get(2 * i + 1).get();
            JsonNode stored = candidate
                    .http()
                    .get("/api/exam/sessions/" + candidate.session())
                    .json()
                    .at("/answers/0");
            assertThat(acknowledged).as("answers that were acknowledged").isPositive();
            assertThat(stored.at("/value/text").asString()).isEqualTo("answer " + acknowledged);
            assertThat(candidate.connects()).as("told to connect again").isGreaterThan(1);
            candidate.http().post("/api/exam/submit", Map.of("session_id", candidate.session(), "reason", "student"));
            // An answer may be lost with its connection; the frame is stored all the same.
            assertThat(storedFrames(candidate.session()))
                    .as("frames that were answered are stored, once")
                    .isBetween(candidate.results(), candidate.results() + candidate.unanswered());
        }
        System.out.printf(
                "several nodes: %d connections of %d students in a rolling restart of %d nodes%n",
                candidates.stream().mapToInt(TestCandidate::connects).sum(), ROOM, NODES);
    }

    /** Saves one answer after another until it is told to end, each until it is acknowledged; returns how many. */
    private static int answerUntil(TestCandidate candidate, AtomicBoolean done) {
        String question = candidate
                .http()
                .get("/api/exam/sessions/" + candidate.session())
                .json()
                .at("/questions/2/question_id")
                .asString();
        TestAnswer answer = new TestAnswer(candidate.http(), candidate.session(), question);
        int saved = 0;
        try (TestPace typing = new TestPace(Duration.ofMillis(50))) {
            while (!done.get()) {
                String text = "answer " + (saved + 1);
                await("the page's answer is taken")
                        .pollInSameThread()
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(100)) // the page's backoff
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> isSaved(answer, text));
                saved++;
                typing.awaitBeat();
            }
        }
        return saved;
    }

    private static boolean isSaved(TestAnswer answer, String text) {
        try {
            return answer.save(text).status() == 200;
        } catch (UncheckedIOException e) {
            return false; // the connection was cut: the page tries again
        }
    }

    private static CompletableFuture<Integer> page(Callable<Integer> work) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(work.call());
            } catch (Exception | AssertionError e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Test
    void whatIsDueIsSubmittedOnceByOneNode() throws Exception {
        TestHttp admin = admin();
        String exam = exam(admin, Map.of());
        List<UUID> sessions = new ArrayList<>();
        for (int i = 0; i < ROOM; i++) {
            sessions.add(sit(newStudent(admin), exam).session());
        }
        TestDashboard dashboard = watch(1);
        // The nodes' clocks are their own: instead of the time, the end of the exam is moved, of all sessions at once.
        assertThat(cluster()
                        .query("WITH due AS (UPDATE exam_sessions SET ends_at = started_at WHERE exam_id = '" + exam
                                + "' RETURNING 1) SELECT count(*) FROM due"))
                .isEqualTo(Integer.toString(ROOM));
        for (UUID session : sessions) {
            dashboard.await(session, shown -> shown.path("status").asString().equals("submitted"));
        }
        // Whoever would do it again does so at the next turns.
        for (int turn = 0; turn < NODES; turn++) {
            String last = lastSweep();
            await().atMost(Duration.ofSeconds(60)).until(() -> !lastSweep().equals(last));
        }
        String printed = cluster().output();
        for (UUID session : sessions) {
            assertThat(printed.split("Session " + session + " was submitted because its time is over", -1))
                    .as("times it was submitted, plus one")
                    .hasSize(2);
        }
    }

    private String lastSweep() throws SQLException {
        return cluster().query("SELECT locked_at FROM shedlock WHERE name = 'deadline-sweep'");
    }
}
