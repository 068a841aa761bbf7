package org.invigil.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.invigil.rules.watch.WatchedTime;
import org.invigil.server.ServerTest;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.SittingControl;
import org.invigil.server.store.IncidentRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who of several nodes counts a sitting, and that no time is counted twice or lost with a node. */
@ServerTest
class WatchRowsTests {

    private static final UUID NODE_A = new UUID(1, 1);
    private static final UUID NODE_B = new UUID(1, 2);

    @Autowired
    TestPeople people;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    ExamSessions sessions;

    @Autowired
    SittingControl control;

    private final List<UUID> tried = new ArrayList<>();
    private ExamSession sitting;
    private Instant start;

    @BeforeEach
    void sitAnExam() {
        Person student = people.student();
        sitting = sessions.find(people.start(student, people.exam())).orElseThrow();
        // Ahead of the server's own sweep, which leaves alone what is counted already.
        start = sitting.statusSince().plus(1, ChronoUnit.HOURS);
        inSystem(jdbc -> WatchRows.take(jdbc, List.of(sitting), NODE_A, true, start));
    }

    private <T> T inSystem(Function<JdbcClient, T> work) {
        return transactions.run(Actor.SYSTEM, work);
    }

    private boolean take(@Nullable UUID node, boolean isForced, Instant at) {
        return !inSystem(jdbc -> WatchRows.take(jdbc, List.of(sitting), node, isForced, at))
                .isEmpty();
    }

    private boolean count(UUID node, WatchedTime time, Instant until, boolean isLast, @Nullable UUID incident) {
        WatchRows.Counted counted = new WatchRows.Counted(
                sitting.sessionId(), time, until, isLast, false, incident, incident == null ? null : until, 0);
        return inSystem(jdbc -> WatchRows.count(jdbc, node, List.of(counted))).containsKey(sitting.sessionId());
    }

    private Watching stored() {
        Map<UUID, Watching> found = inSystem(jdbc -> WatchRows.of(jdbc, List.of(sitting.sessionId())));
        return Objects.requireNonNull(found.get(sitting.sessionId()));
    }

    @Test
    void oneNodeCountsUntilItLetsGoOrIsGone() {
        assertThat(take(NODE_B, false, start.plusSeconds(5))).isFalse();
        assertThat(count(NODE_B, new WatchedTime(1_000, 0, 0, 0, 0), start.plusSeconds(5), false, null))
                .isFalse();
        assertThat(count(NODE_A, new WatchedTime(5_000, 0, 0, 0, 0), start.plusSeconds(5), true, null))
                .isTrue();
        assertThat(take(NODE_B, false, start.plusSeconds(5))).isTrue();
        assertThat(take(NODE_A, false, start.plusSeconds(40)))
                .as("B has not written for too long")
                .isTrue();

        assertThat(stored().watchedSeconds()).isEqualTo(5);
    }

    @Test
    void theNodeWithTheCameraTakesItFromAnother() {
        long before = stored().unwatchedSeconds().outage();

        assertThat(take(NODE_B, true, start.plusSeconds(7))).isTrue();
        assertThat(count(NODE_A, new WatchedTime(7_000, 0, 0, 0, 0), start.plusSeconds(7), false, null))
                .as("what A counted meanwhile is counted already, as an outage")
                .isFalse();

        assertThat(stored().watchedSeconds()).isZero();
        assertThat(stored().unwatchedSeconds().outage() - before).isEqualTo(7);
    }

    @Test
    void whatADeadNodeHasLeftIsAnOutageAndItsIncidentEndsThere() {
        UUID incident = UUID.randomUUID();
        count(NODE_A, new WatchedTime(0, 10_000, 0, 0, 0), start.plusSeconds(10), false, incident);
        long before = stored().unwatchedSeconds().outage();

        assertThat(take(null, false, start.plusSeconds(20)))
                .as("it may still live")
                .isFalse();
        assertThat(take(null, false, start.plusSeconds(40)))
                .as("another may go on with what is open")
                .isFalse();

        List<IncidentRow> orphans = inSystem(jdbc -> WatchRows.takeOrphans(jdbc, start.plusSeconds(70)));
        assertThat(orphans).anySatisfy(orphan -> {
            assertThat(orphan.id()).isEqualTo(incident);
            assertThat(orphan.endedAt()).isNotNull();
        });
        assertThat(stored().isUnwatched()).isFalse();
        assertThat(take(null, false, start.plusSeconds(70))).isTrue();
        assertThat(stored().unwatchedSeconds().outage() - before).isEqualTo(60);
    }

    @Test
    void whoCountsNobodysSittingsNeitherLocksNorWaitsForThoseOfOthers() {
        boolean isTaken = inSystem(counting -> {
            counting.sql("SELECT 1 FROM session_watches WHERE session_id = ? FOR UPDATE")
                    .param(sitting.sessionId())
                    .query(Integer.class)
                    .single();
            return CompletableFuture.supplyAsync(() -> inSystem(sweeping -> {
                        sweeping.sql("SET LOCAL lock_timeout = '2s'").update();
                        return !WatchRows.take(sweeping, List.of(sitting), null, false, start.plusSeconds(5))
                                .isEmpty();
                    }))
                    .join();
        });
        assertThat(isTaken).isFalse();
    }

    @Test
    void aSittingThatCannotBeginKeepsNobodyFromBeginning() {
        CameraStart broken = new CameraStart(transactions, control) {
            @Override
            void begin(UUID sessionId) {
                tried.add(sessionId);
                throw new IllegalStateException("the test's own");
            }
        };
        broken.ready(NODE_A);
        broken.ready(NODE_B);
        broken.turn();
        assertThat(tried).containsExactlyInAnyOrder(NODE_A, NODE_B);
    }

    @Test
    void whoGoesOnHasTheOpenIncident() {
        UUID incident = UUID.randomUUID();
        count(NODE_A, WatchedTime.NONE, start.plusSeconds(10), true, incident);

        List<WatchRows.Taken> taken =
                inSystem(jdbc -> WatchRows.take(jdbc, List.of(sitting), NODE_B, false, start.plusSeconds(12)));
        assertThat(taken).singleElement().satisfies(row -> {
            assertThat(row.incidentId()).isEqualTo(incident);
            assertThat(row.unwatchedSince()).isEqualTo(start.plusSeconds(10));
        });
    }
}
