package org.invigil.server.hints;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.invigil.server.ServerTest;
import org.invigil.server.TestDashboard;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What staff should know of a sitting is noted once, counted, bounded, and shown to whoever may see the sitting. */
@ServerTest
class HintsTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    @Autowired
    TestPeople people;

    @Autowired
    Hints hints;

    @Autowired
    ActorTransactions transactions;

    private Person student;
    private UUID session;

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        session = people.start(student, people.exam());
    }

    private List<Hint> stored() {
        hints.flush();
        return transactions.run(Actor.SYSTEM, jdbc -> hints.ofSession(jdbc, session));
    }

    @Test
    void theSameIsCountedAndAnythingElseIsAnotherHint() {
        hints.note(session, HintKind.DEVICE_MOVED, "other", NOON.plusSeconds(5));
        hints.note(session, HintKind.DEVICE_MOVED, "other", NOON);
        stored();
        hints.note(session, HintKind.DEVICE_MOVED, "other", NOON.plusSeconds(9));
        hints.note(session, HintKind.DEVICE_MOVED, "device_broke", NOON.plusSeconds(7));

        assertThat(stored())
                .containsExactly(
                        new Hint(HintKind.DEVICE_MOVED, "other", 3, NOON, NOON.plusSeconds(9)),
                        new Hint(HintKind.DEVICE_MOVED, "device_broke", 1, NOON.plusSeconds(7), NOON.plusSeconds(7)));
    }

    @Test
    void aSittingHoldsSoManyAndTheRestIsCounted() {
        IntStream.range(0, Hints.MOST_DETAILS + 30)
                .forEach(i -> hints.note(session, HintKind.VIRTUAL_CAMERA, "camera " + i, NOON.plusSeconds(i)));

        List<Hint> stored = stored();
        assertThat(stored).hasSize(Hints.MOST_DETAILS + 1);
        assertThat(stored.getLast().detail()).isEqualTo(Hints.OTHERS);
        assertThat(stored.getLast().times()).isEqualTo(30);
    }

    @Test
    void aDetailIsMadeStorable() {
        hints.note(session, HintKind.VIRTUAL_CAMERA, "a\u0000b\n\ud800" + "é".repeat(500), NOON);

        assertThat(stored()).extracting(Hint::detail).containsExactly("ab" + "é".repeat(198));
    }

    @Test
    void whatIsNotedOfASessionThatIsGoneCostsTheOthersNothing() {
        hints.note(UUID.randomUUID(), HintKind.CLIP_DIFFERS, "", NOON);
        hints.note(session, HintKind.CLIP_DIFFERS, "", NOON);

        assertThat(stored()).hasSize(1);
    }

    @Test
    void staffSeeItWithTheSessionAndTheStudentToo() {
        hints.note(session, HintKind.TIME_TOLD_WRONG, "fast", NOON);
        hints.flush();

        for (Person somebody : List.of(people.proctor(), people.admin(), student)) {
            JsonNode hint = somebody.http()
                    .get("/api/sessions/" + session)
                    .json()
                    .path("hints")
                    .path(0);
            assertThat(hint.path("kind").asString()).isEqualTo("time_told_wrong");
            assertThat(hint.path("detail").asString()).isEqualTo("fast");
            assertThat(hint.path("times").asInt()).isEqualTo(1);
            assertThat(Instant.parse(hint.path("first_at").asString())).isEqualTo(NOON.truncatedTo(ChronoUnit.MILLIS));
        }
    }

    @Test
    void theBoardShowsItAtOnceAndToWhoComesLater() {
        Person proctor = people.proctor();
        try (TestDashboard board = new TestDashboard(people.port(), proctor.http())) {
            hints.note(session, HintKind.SHARED_ADDRESS, "3", NOON.plus(Duration.ofMinutes(1)));
            board.await(session, row -> row.path("hints").toString().equals("[\"shared_address\"]"));
        }
        try (TestDashboard board = new TestDashboard(people.port(), proctor.http())) {
            board.await(session, row -> row.path("hints").toString().equals("[\"shared_address\"]"));
        }
    }
}
