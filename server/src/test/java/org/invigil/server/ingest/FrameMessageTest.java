package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON form of a frame is as strict as every other body. */
class FrameMessageTest {

    private static final String FRAME = "\"frame\": \"/9j/\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"seq\": \"17\", " + FRAME + "}",
                "{\"seq\": 1.7, " + FRAME + "}",
                "{\"seq\": true, " + FRAME + "}",
                "{\"seq\": 99999999999999999999, " + FRAME + "}",
                "{\"seq\": 1, \"seq\": 2, " + FRAME + "}",
                "{\"seq\": 1, " + FRAME + "} {}",
                "{\"seq\": 1, \"frame\": 5}",
                "[]",
                ""
            })
    void nothingIsGuessed(String message) {
        assertThatExceptionOfType(BadFrameException.class)
                .isThrownBy(() -> FrameMessage.ofJson(message))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(FrameErrorCode.BAD_JSON));
    }

    @Test
    void wholeNumbersAreTaken() throws BadFrameException {
        FrameMessage message = FrameMessage.ofJson("{\"seq\": 17, \"capture_time_ms\": 1767225600000, " + FRAME + "}");
        assertThat(message.seq()).isEqualTo(17);
        assertThat(message.captureTimeMillis()).isEqualTo(1_767_225_600_000L);
    }
}
