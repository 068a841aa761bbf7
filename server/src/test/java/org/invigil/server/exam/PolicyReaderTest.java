package org.invigil.server.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.invigil.rules.policy.InvalidPolicyException;
import org.invigil.rules.policy.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {

    @Test
    void noOverridesGiveTheDefault() {
        assertThat(PolicyReader.read("{}")).isEqualTo(Policy.DEFAULT);
    }

    @Test
    void overridesReplaceWhatTheyNameAndNothingElse() {
        Policy changed = PolicyReader.read("""
                {"paper_exam": true, "sight": {"left_enter_degrees": 31.5}, "behaviors": {"away": {"enter_ms": 7000}},
                 "recording": {"clips_per_hour": 3}}
                """);

        assertThat(changed.paperExam()).isTrue();
        assertThat(changed.sight().leftEnterDegrees()).isEqualTo(31.5);
        assertThat(changed.sight().rightEnterDegrees())
                .isEqualTo(Policy.DEFAULT.sight().rightEnterDegrees());
        assertThat(changed.behaviors().away().enterMs()).isEqualTo(7000);
        assertThat(changed.behaviors().away().clip()).isTrue();
        assertThat(changed.recording().clipsPerHour()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"papier": true}                                             | papier                          | is unknown
            {"behaviors": {"yawning": {}}}                               | behaviors.yawning               | is unknown
            {"behaviors": {"absent": {"enter": 3}}}                      | behaviors.absent.enter          | is unknown
            {"behaviors": {"absent": {"enter_ms": 10}}}                  | behaviors.absent.enter_ms       | must be between 300 and 600000
            {"behaviors": {"absent": {"enter_ms": 1500.5}}}              | behaviors.absent.enter_ms       | must be a whole number
            {"behaviors": {"absent": {"enter_ms": "1500"}}}              | behaviors.absent.enter_ms       | must be a whole number
            {"behaviors": {"absent": {"enabled": 1}}}                    | behaviors.absent.enabled        | must be true or false
            {"behaviors": {"camera_unusable": {"drop_per_second": 1}}}   | behaviors.camera_unusable.drop_per_second | is unknown
            {"behaviors": []}                                            | behaviors                       | must be an object
            {"sight": {"up_leave_degrees": 30}}                          | sight.up_leave_degrees          | must not be larger than up_enter_degrees
            {"sight": {"up_enter_degrees": null}}                        | sight.up_enter_degrees          | must be a number
            {"evidence": {"min_frames": 1}}                              | evidence.min_frames             | must be between 2 and 100
            [1]                                                          | policy                          | must be an object
            {"paper_exam"                                                | policy                          | is not JSON
            """)
    void refusesWhatItDoesNotUnderstandByName(String json, String field, String problem) {
        assertThatThrownBy(() -> PolicyReader.read(json)).isInstanceOfSatisfying(InvalidPolicyException.class, e -> {
            assertThat(e.field()).isEqualTo(field);
            assertThat(e.problem()).startsWith(problem);
        });
    }

    @Test
    void aPaperExamAndTheAccommodationBothAllowLookingDown() {
        assertThat(Policy.DEFAULT.countsLookingDown()).isTrue();
        assertThat(PolicyReader.read("{\"paper_exam\": true}").countsLookingDown())
                .isFalse();
        assertThat(PolicyReader.read("{\"may_look_down\": true}").countsLookingDown())
                .isFalse();
        assertThat(PolicyReader.read("{\"may_look_down\": true}").countsFaceHidden())
                .isFalse();
    }
}
