package org.invigil.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.invigil.server.ServerTest;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.identity.PersonRole;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The board of those who attend a part of it. */
@ServerTest
class LiveScopeTests {

    @Autowired
    TestPeople people;

    /** What the page of a viewer shows, by all it was sent. */
    private static final class Board implements AutoCloseable {
        private final TestSocket socket;
        private final Set<String> shown = new HashSet<>();
        /** What was on the page at any time. */
        private final Set<String> ever = new HashSet<>();

        Board(int port, TestHttp viewer) {
            socket = TestSocket.open(port, viewer, "/live");
            take(socket.next());
        }

        private void take(JsonNode message) {
            message.path("sessions").forEach(session -> {
                shown.add(session.path("session_id").asString());
                ever.add(session.path("session_id").asString());
            });
            message.path("removed").forEach(id -> shown.remove(id.asString()));
        }

        boolean shows(UUID session) {
            return shown.contains(session.toString());
        }

        /** Each message within the socket's patience; a board that is quiet says so every two seconds. */
        void await(String what, Predicate<Board> wanted) {
            for (int messages = 0; messages < 40; messages++) {
                if (wanted.test(this)) {
                    return;
                }
                take(socket.next());
            }
            throw new AssertionError(what + " did not come");
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Test
    void aProctorOfOneGroupSeesThatGroupAndFollowsItsChanges() {
        Person mine = people.student();
        Person other = people.student();
        UUID exam = people.exam();
        UUID group = people.group(exam, mine);
        Person proctor = people.staff(PersonRole.PROCTOR, exam, group);
        UUID early = people.start(mine, exam);
        UUID hidden = people.start(other, exam);
        try (Board board = new Board(people.port(), proctor.http());
                Board all = new Board(people.port(), people.proctor().http())) {
            all.await("the whole board", seen -> seen.shows(early) && seen.shows(hidden));
            assertThat(board.shows(early)).as("in the snapshot").isTrue();
            assertThat(board.ever).doesNotContain(hidden.toString());

            UUID elsewhere = people.start(other, people.exam());
            all.await("another exam", seen -> seen.shows(elsewhere));
            people.regroup(exam, group, mine, other);
            board.await("the new member", seen -> seen.shows(hidden));
            assertThat(board.ever).doesNotContain(elsewhere.toString());

            people.regroup(exam, group, other);
            board.await("the end of a membership", seen -> !seen.shows(early));
            assertThat(board.shows(hidden)).isTrue();
            assertThat(all.shows(early)).isTrue();
        }
    }

    @Test
    void anAssignmentThatIsTakenBackEmptiesTheBoard() {
        UUID exam = people.exam();
        Person proctor = people.staff(PersonRole.PROCTOR, people.exam(), null);
        UUID session = people.start(people.student(), exam);
        TestHttp admin = people.admin().http();
        try (Board board = new Board(people.port(), proctor.http())) {
            assertThat(board.shows(session)).isFalse();
            UUID assignment = people.assign(proctor.id(), PersonRole.PROCTOR, exam, null);
            board.await("the exam", seen -> seen.shows(session));
            admin.delete("/api/exams/" + exam + "/staff/" + assignment);
            board.await("its end", seen -> !seen.shows(session));
        }
    }

    @Test
    void nobodyWatchesThemselves() {
        Person both = people.person(PersonRole.STUDENT, PersonRole.PROCTOR);
        UUID exam = people.exam();
        UUID own = people.start(both, exam);
        UUID other = people.start(people.student(), exam);
        try (Board board = new Board(people.port(), both.http())) {
            board.await("everybody else", seen -> seen.shows(other));
            assertThat(board.ever).doesNotContain(own.toString());
        }
    }

    @Test
    void reviewersAndAuthorsDoNotWatch() {
        UUID exam = people.exam();
        for (PersonRole role : new PersonRole[] {PersonRole.REVIEWER, PersonRole.AUTHOR}) {
            TestHttp viewer = people.staff(role, exam, null).http();
            assertThat(TestSocket.refusal(people.port(), viewer, "/live", "http://localhost:" + people.port()))
                    .isEqualTo(403);
        }
    }
}
