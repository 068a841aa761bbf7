package org.invigil.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReliabilityTest {

    private static Reliability of(double confidence, int right, int wrong) {
        Reliability reliability = new Reliability();
        for (int i = 0; i < right + wrong; i++) {
            reliability.add(confidence, i < right);
        }
        return reliability;
    }

    @Test
    void fiftyAreEnoughToTellAShare() {
        List<Map<String, @Nullable Object>> bins = of(0.93, 45, 5).bins();
        assertThat(bins).hasSize(1);
        Map<String, @Nullable Object> bin = bins.getFirst();
        assertThat(bin)
                .containsEntry("confidence_from", 0.9)
                .containsEntry("confidence_to", 1.0)
                .containsEntry("incidents", 50L)
                .containsEntry("right", 0.9);
        assertThat((Double) Objects.requireNonNull(bin.get("confidence_mean"))).isCloseTo(0.93, within(1e-9));
        // Wilson's interval of 45 of 50, worked out by hand.
        assertThat((Double) Objects.requireNonNull(bin.get("right_least"))).isCloseTo(0.7864, within(5e-4));
        assertThat((Double) Objects.requireNonNull(bin.get("right_most"))).isCloseTo(0.9565, within(5e-4));
        assertThat(Reliability.diagram(bins).lines().toList())
                .hasSize(11)
                .last()
                .asString()
                .startsWith("0.9 to 1.0         50  0.93  ###################")
                .endsWith("90 % (79 to 96 %)");
    }

    @Test
    void fewerAreToldToBeTooFew() {
        List<Map<String, @Nullable Object>> bins = of(1, 49, 0).bins();
        assertThat(bins.getFirst()).containsEntry("incidents", 49L).containsEntry("right", null);
        assertThat(Reliability.diagram(bins).lines().skip(1)).hasSize(10).allSatisfy(line -> assertThat(line)
                .endsWith("too few"));
        assertThat(Reliability.diagram(List.of()).lines().skip(1)).hasSize(10).allSatisfy(line -> assertThat(line)
                .endsWith("too few"));
    }

    @ParameterizedTest
    @CsvSource({
        // right, all, least, most
        "0, 10, 0, 0.2775",
        "10, 10, 0.7225, 1",
        "0, 0, 0, 1"
    })
    void theIntervalHoldsForNoneAndForAll(long right, long all, double least, double most) {
        Interval interval = Interval.wilson((double) right, all);
        assertThat(interval.least()).isCloseTo(least, within(5e-4));
        assertThat(interval.most()).isCloseTo(most, within(5e-4));
    }
}
