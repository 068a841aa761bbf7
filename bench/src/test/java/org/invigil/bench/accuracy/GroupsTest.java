package org.invigil.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Made-up people, figures worked out by hand. */
class GroupsTest {

    private final Groups groups = new Groups();

    @Test
    void aGroupThatIsSeenWorseDiffersPastItsInterval() {
        people("none", 60, 0);
        people("clear", 40, 8);
        Map<?, ?> clear = figure("clear", "presence_right");
        assertThat(clear.get("people")).isEqualTo(40L);
        assertThat(clear.get("right")).isEqualTo(0.8);
        assertThat(clear.get("others")).isEqualTo(60L);
        assertThat(clear.get("differs")).isEqualTo(true);
        assertThat(figure("none", "presence_right").get("differs"))
                .as("the same difference, seen from the other side")
                .isEqualTo(true);
        assertThat(Groups.differences(groups.report()))
                .contains("webcam, glasses clear: presence_right 80.0 %, of the others 100.0 %");
    }

    @Test
    void whatChanceMayDoIsNoDifference() {
        people("none", 60, 1);
        people("clear", 40, 1);
        assertThat(figure("clear", "presence_right").get("differs")).isEqualTo(false);
        assertThat(Groups.differences(groups.report())).isEmpty();
    }

    @Test
    void ofFewerThanThirtyPeopleNothingIsShownOrCompared() {
        people("none", 60, 0);
        people("dark", 29, 29);
        assertThat(figure("dark", "presence_right").get("people")).isEqualTo(29L);
        assertThat(figure("dark", "presence_right").get("right")).isNull();
        assertThat(figure("dark", "presence_right").get("differs")).isNull();
        assertThat(figure("none", "presence_right").get("right")).isEqualTo(1.0);
        assertThat(figure("none", "presence_right").get("differs")).isNull();
    }

    @Test
    void aPersonCountsOnceHoweverManyFramesShowThem() {
        people("none", 30, 0);
        for (int i = 0; i < 1_000; i++) {
            groups.add(label("none 0", "none"), seen("absent"));
        }
        Map<?, ?> none = figure("none", "presence_right");
        assertThat(none.get("people")).isEqualTo(30L);
        assertThat((Double) Objects.requireNonNull(none.get("right"))).isCloseTo(29 / 30.0, within(1e-3));
    }

    @Test
    void behavioursAreHeldAgainstAttentivePeopleAlone() {
        people("none", 30, 0);
        groups.add(label("none 0", "none"), flagged());
        assertThat((Double) Objects.requireNonNull(figure("none", "not_flagged").get("right")))
                .isCloseTo(29.5 / 30, within(1e-9));
    }

    @Test
    void aBodyThatIsSeenBesideOneGroupIsADifference() {
        people("none", 60, 0);
        for (int i = 0; i < 40; i++) {
            groups.add(
                    label("clear " + i, "clear"),
                    new SeenFrame(0, "present", 1, i < 8 ? 2 : 1, null, null, null, "center", Set.of()));
        }
        assertThat(figure("clear", "count_right").get("differs")).isEqualTo(false);
        assertThat(figure("clear", "persons_right").get("differs")).isEqualTo(true);
    }

    @Test
    void whatIsNotComparedIsNamed() {
        people("none", 60, 0);
        people("clear", 40, 0);
        people("dark", 29, 0);
        assertThat(Groups.notCompared(groups.report()))
                .hasSize(4)
                .contains(
                        "not flagged: skin tone 1-3, 4-6, 7-10, 6-10; glasses dark; head covering none, hat, scarf, other; "
                                + "age under-18, 18-29, 30-49, 50-plus; light even, uneven, backlit, dark");
    }

    @ParameterizedTest
    @CsvSource({
        // Newcombe (1998), table II, method 10.
        "56, 70, 48, 80, 0.0524, 0.3339",
        "9, 10, 3, 10, 0.1705, 0.8090",
        "10, 10, 0, 10, 0.6075, 1.0"
    })
    void theIntervalOfADifferenceIsNewcombes(
            double right, long all, double otherRight, long otherAll, double least, double most) {
        Interval interval = Interval.ofDifference(right, all, otherRight, otherAll);
        assertThat(interval.least()).isCloseTo(least, within(5e-4));
        assertThat(interval.most()).isCloseTo(most, within(5e-4));
    }

    private void people(String glasses, int all, int missed) {
        for (int i = 0; i < all; i++) {
            groups.add(label(glasses + " " + i, glasses), seen(i < missed ? "absent" : "present"));
        }
    }

    private Map<?, ?> figure(String group, String figure) {
        Map<String, @Nullable Object> entry = groups.report().stream()
                .filter(row -> group.equals(row.get("group")))
                .findAny()
                .orElseThrow();
        return (Map<?, ?>) Objects.requireNonNull(entry.get(figure));
    }

    private static SeenFrame seen(String presence) {
        return new SeenFrame(0, presence, 1, 1, null, null, null, "unknown", Set.of());
    }

    private static SeenFrame flagged() {
        return new SeenFrame(0, "present", 1, 1, null, null, null, "left", Set.of("looking_left"));
    }

    private static Label label(String person, String glasses) {
        return new Label(
                "a.jpg",
                null,
                null,
                List.of("webcam"),
                List.of("present"),
                List.of(1),
                List.of(1),
                null,
                null,
                null,
                null,
                Set.of(),
                Set.of(),
                true,
                new Person(person, new TreeMap<>(Map.of("glasses", List.of(glasses)))));
    }
}
