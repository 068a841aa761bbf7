package org.invigil.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FigureTextTest {

    private static final String MADE = "| skin tone 1-3 | 98.0 % (95.0 to 99.0) of 150 | present 20, hidden 3 |";

    @Test
    void figuresMayMoveALittle() {
        assertThatCode(() -> FigureText.assertAlike(
                        "| skin tone 1-3 | 97.3 % (94.1 to 98.6) of 150 | present 19, hidden 4 |", MADE))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| skin tone 1-3 | 95.9 % (95.0 to 99.0) of 150 | present 20, hidden 3 |",
                "| skin tone 1-3 | 98.0 % (95.0 to 99.0) of 151 | present 20, hidden 3 |",
                "| skin tone 4-6 | 98.0 % (95.0 to 99.0) of 150 | present 20, hidden 3 |",
                "| skin tone 1-3 | 98.0 % (95.0 to 99.0) of 150 ! | present 20, hidden 3 |"
            })
    void whatIsStaleIsRefused(String committed) {
        assertThatThrownBy(() -> FigureText.assertAlike(committed, MADE)).isInstanceOf(AssertionError.class);
    }
}
