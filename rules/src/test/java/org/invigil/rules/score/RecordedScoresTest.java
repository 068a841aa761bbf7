package org.invigil.rules.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.invigil.rules.score.Footage.ABSENT;
import static org.invigil.rules.score.Footage.ATTENTIVE;
import static org.invigil.rules.score.Footage.HIDDEN;
import static org.invigil.rules.score.Footage.UNKNOWN;
import static org.invigil.rules.score.Footage.faces;
import static org.invigil.rules.score.Footage.looking;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.invigil.rules.signal.FrameSignal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Streams of all that can be seen, and what focus score, cheat score and clips came to when {@code absent} and {@code away}
 * were two incidents still. How incidents are told apart must never change a score.
 */
class RecordedScoresTest {

    private static final List<FrameSignal> SHOWN =
            List.of(ABSENT, ABSENT, ABSENT, HIDDEN, UNKNOWN, ATTENTIVE, ATTENTIVE, faces(2), looking(40, 0));

    private static String outcome(String policy) {
        double cheatScores = 0;
        double focusScores = 0;
        Map<String, Integer> clips = new TreeMap<>();
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            Footage footage = new Footage(Policies.of(policy), 2 + random.nextInt(14));
            for (int i = 0; i < 40; i++) {
                footage.show(SHOWN.get(random.nextInt(SHOWN.size())), random.nextDouble() * 7);
                focusScores += footage.focusScore;
                if (random.nextInt(8) == 0) {
                    footage.silence(random.nextDouble() * 8 - 2);
                }
            }
            cheatScores += footage.cheatScore;
            footage.clips.forEach(clip -> clips.merge(clip.wireName(), 1, Integer::sum));
        }
        return String.format(
                Locale.ROOT,
                "cheat %.4f, focus %.4f, %s",
                cheatScores,
                focusScores,
                clips.entrySet().stream()
                        .map(clip -> clip.getKey() + " " + clip.getValue())
                        .collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {} | cheat 2726.9383, focus 36929.8600, absent 168 away 33 focus_score 11 looking_left 68 multiple_faces 58
            {"behaviors": {"absent": {"enabled": false}}} | cheat 1934.1723, focus 64012.1980, away 122 focus_score 40 looking_left 72 multiple_faces 61
            {"behaviors": {"away": {"enabled": false}}} | cheat 2535.8970, focus 36929.8600, absent 186 focus_score 27 looking_left 67 multiple_faces 61
            {"behaviors": {"away": {"enter_ms": 800}}} | cheat 2938.4017, focus 33318.0020, absent 80 away 126 focus_score 17 looking_left 69 multiple_faces 57
            {"behaviors": {"away": {"leave_ms": 5000}, "absent": {"leave_ms": 300, "clip": false}}} | cheat 2842.6176, focus 32397.2670, away 125 focus_score 33 looking_left 69 multiple_faces 65
            {"behaviors": {"absent": {"leave_ms": 5000, "weight": 0.4}}} | cheat 2398.0397, focus 24924.1690, absent 167 away 44 focus_score 11 looking_left 67 multiple_faces 56
            {"recording": {"clips_per_hour": 120, "cooldown_ms": 10000}, "score": {"record_below": 0}} | cheat 2726.9383, focus 36929.8600, absent 216 away 61 looking_left 84 multiple_faces 84
            """)
    void comeToTheSame(String policy, String recorded) {
        assertThat(outcome(policy)).isEqualTo(recorded);
    }
}
