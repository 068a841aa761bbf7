package org.invigil.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaCommandTest {

    private static final String TRIM = "-XX:TrimNativeHeapInterval=20000";

    @Test
    void memoryIsGivenBackWhereTheSystemCan() {
        assertThat(JavaCommand.startOptions("Linux")).contains(TRIM, "-XX:+ExitOnOutOfMemoryError");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mac OS X", "Windows 11", ""})
    void elsewhereNothingIsAskedThatTheVirtualMachineWouldComplainOf(String system) {
        assertThat(JavaCommand.startOptions(system))
                .contains("-XX:+ExitOnOutOfMemoryError")
                .doesNotContain(TRIM);
    }
}
