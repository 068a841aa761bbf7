package org.invigil.rules.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.invigil.rules.score.Footage.ABSENT;
import static org.invigil.rules.score.Footage.ATTENTIVE;
import static org.invigil.rules.score.Footage.UNKNOWN;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.invigil.rules.incident.Absence;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One absence is one incident, whatever a policy asks of its two triggers. */
class AbsenceTest {

    private static Footage under(String policy) {
        return new Footage(Policies.of(policy), 10).show(ATTENTIVE, 2);
    }

    @Test
    void isAwayFromItsBeginningWhereOnlyThatCounts() {
        Footage footage = under("{\"behaviors\": {\"absent\": {\"enabled\": false}}}");
        long left = footage.now();
        footage.show(ABSENT, 8).show(ATTENTIVE, 2);

        assertThat(footage.openedBehaviors()).containsExactly(Behavior.AWAY);
        assertThat(footage.grown).isEmpty();
        assertThat(footage.closed).singleElement().satisfies(incident -> assertThat(incident.startedAtMillis())
                .isEqualTo(left + 100));
    }

    @Test
    void staysAbsentWhereAwayDoesNotCount() {
        Footage footage =
                under("{\"behaviors\": {\"away\": {\"enabled\": false}}}").show(ABSENT, 8);

        assertThat(footage.openedBehaviors()).containsExactly(Behavior.ABSENT);
        assertThat(footage.grown).isEmpty();
    }

    @Test
    void doesNotBeginAgainWhereAwayCountsFirst() {
        Footage footage = under("{\"behaviors\": {\"away\": {\"enter_ms\": 800}}}")
                .show(ABSENT, 8)
                .show(ATTENTIVE, 2);

        assertThat(footage.openedBehaviors()).containsExactly(Behavior.AWAY);
        assertThat(footage.grown).isEmpty();
        assertThat(footage.closed).extracting(Incident::behavior).containsExactly(Behavior.AWAY);
    }

    @Test
    void endsWithTheTriggerThatEndsLastAndStaysAway() {
        Footage footage =
                under("{\"behaviors\": {\"absent\": {\"leave_ms\": 4000}}}").show(ABSENT, 8);
        footage.show(ATTENTIVE, 2);
        assertThat(footage.behaviors).as("away has ended").containsExactly(Behavior.ABSENT);
        assertThat(footage.closed).isEmpty();

        footage.show(ABSENT, 3);
        long back = footage.now();
        footage.show(ATTENTIVE, 6);

        assertThat(footage.opened).hasSize(1);
        assertThat(footage.closed).singleElement().satisfies(incident -> {
            assertThat(incident.behavior()).isEqualTo(Behavior.AWAY);
            assertThat(incident.endedAtMillis()).isNotNull().isCloseTo(back, within(2_200L));
        });
    }

    @Test
    void whoComesBackForAMomentBeginsAnother() {
        Footage footage = under("{}").show(ABSENT, 3).show(ATTENTIVE, 1);
        long leftAgain = footage.now();
        footage.show(ABSENT, 5).show(ATTENTIVE, 2);

        assertThat(footage.closed).extracting(Incident::behavior).containsExactly(Behavior.ABSENT, Behavior.AWAY);
        assertThat(footage.closed.getLast().startedAtMillis()).isEqualTo(leftAgain + 100);
    }

    @Test
    void whoComesBackForAMomentIsNotToldOfTwiceEitherWhereAwayCountsFirst() {
        // Away keeps most of its evidence and is there again before absent has gathered its own.
        Footage footage = under("{}").show(ABSENT, 4.8).show(ATTENTIVE, 0.9);
        long leftAgain = footage.now();
        footage.show(ABSENT, 5).show(ATTENTIVE, 2);

        assertThat(footage.openedBehaviors()).containsExactly(Behavior.ABSENT, Behavior.AWAY);
        assertThat(footage.grown).isEmpty();
        assertThat(footage.closed).hasSize(2);
        assertThat(footage.closed.getLast().startedAtMillis()).isEqualTo(leftAgain + 100);
    }

    @Test
    void goesOnFromAScoreThatAnOlderServerLeftBehind() {
        Footage footage = under("{}").show(ABSENT, 8);
        ScoreState left = footage.state;
        footage.state = new ScoreState(
                left.lastAtMillis(),
                left.focusScore(),
                left.cheatScore(),
                left.tallies(),
                left.sight(),
                left.direction(),
                left.calibration(),
                left.clips(),
                null,
                null,
                null);
        footage.show(ABSENT, 1).show(ATTENTIVE, 2);

        assertThat(footage.opened).hasSize(1);
        assertThat(footage.closed).extracting(Incident::behavior).isEqualTo(List.of(Behavior.AWAY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"behaviors\": {\"absent\": {\"enabled\": false}}}",
                "{\"behaviors\": {\"away\": {\"enter_ms\": 800}}}",
                "{\"behaviors\": {\"away\": {\"leave_ms\": 5000}, \"absent\": {\"leave_ms\": 300}}}",
                "{\"behaviors\": {\"absent\": {\"leave_ms\": 5000}}}"
            })
    void isToldOfOnceHoweverOneComesAndGoes(String policy) {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Footage footage = new Footage(Policies.of(policy), 2 + random.nextInt(28));
            for (int i = 0; i < 40; i++) {
                footage.show(
                        List.of(ABSENT, ABSENT, ATTENTIVE, UNKNOWN).get(random.nextInt(4)), random.nextDouble() * 6);
                if (random.nextInt(10) == 0) {
                    footage.silence(4);
                }
            }
            footage.closed.addAll(Scorer.finish(footage.state));

            List<Incident> absences = footage.closed.stream()
                    .filter(incident -> Absence.isTrigger(incident.behavior()))
                    .toList();
            assertThat(absences).as("seed %d", seed).isNotEmpty();
            assertThat(absences.stream()
                            .flatMap(incident -> Stream.of(incident.startedAtMillis(), incident.endedAtMillis()))
                            .toList())
                    .as("seed %d: no two share a moment", seed)
                    .isSorted();
        }
    }
}
