package org.invigil.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.invigil.server.session.SittingSettings;
import org.invigil.server.store.AnalysedPicture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipComparisonTest {

    private static final int SECONDS = 10;
    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
    private static final SittingSettings.Clip SETTINGS = new SittingSettings.Clip(10_000, 4_000, 1 << 20, 240, 3);

    private final Random chance = new Random(1);

    /** A scene that is another one each second. */
    private final List<Long> scenes = chance.longs(SECONDS + 10).boxed().toList();

    /** A clip that begins at a second of the scenes. */
    private ClipPictures clip(int fromSecond, int seconds) {
        List<@Nullable Long> hashes = new ArrayList<>();
        for (int i = 0; i < seconds * ClipPictures.A_SECOND; i++) {
            hashes.add(scenes.get(fromSecond + i / ClipPictures.A_SECOND));
        }
        return new ClipPictures(hashes);
    }

    /** What was analysed in the middle of each of ten seconds, so many bits off, and so much later. */
    private List<AnalysedPicture> analysed(int bits, long lateMillis) {
        List<AnalysedPicture> analysed = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            long hash = scenes.get(second) ^ ((1L << bits) - 1);
            analysed.add(new AnalysedPicture(START.toEpochMilli() + second * 1_000L + 500 + lateMillis, hash));
        }
        return analysed;
    }

    private static ClipComparison compare(List<AnalysedPicture> analysed, ClipPictures clip) {
        return ClipComparison.of(analysed, clip, START.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_500, -900, 0, 400, 1_500, 3_900})
    void framesThatWereUnderWayAreFoundWhereTheyAre(long lateMillis) {
        ClipComparison comparison = compare(analysed(4, lateMillis), clip(0, SECONDS));

        assertThat(comparison.tellsSomething()).isTrue();
        assertThat(comparison.differs()).isFalse();
        assertThat(comparison.differing()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "11, 0", "12, 10", "40, 10"})
    void apartFromSoManyBitsItIsAnotherPicture(int bits, int differing) {
        ClipComparison comparison = compare(analysed(bits, 0), new ClipPictures(sameScenes()));

        assertThat(comparison).isEqualTo(new ClipComparison(SECONDS, differing));
    }

    private List<@Nullable Long> sameScenes() {
        return clip(0, SECONDS).hashes();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, true", "10, true"})
    void aQuarterOfTheSecondsMayBeOthers(int others, boolean differs) {
        List<AnalysedPicture> analysed = new ArrayList<>(analysed(0, 0));
        for (int i = 0; i < others; i++) {
            analysed.set(i, new AnalysedPicture(analysed.get(i).atMillis(), chance.nextLong()));
        }
        assertThat(compare(analysed, clip(0, SECONDS)).differs()).isEqualTo(differs);
    }

    @Test
    void aBlankClipOfABrightMomentDiffersAndADarkMomentTellsNothing() {
        ClipPictures blank = new ClipPictures(Collections.nCopies(SECONDS * ClipPictures.A_SECOND, null));

        assertThat(compare(analysed(0, 0), blank).differs()).isTrue();
        assertThat(compare(List.of(), blank).tellsSomething()).isFalse();
        assertThat(compare(analysed(0, 0).subList(3, 4), blank).differs())
                .as("one second proves nothing")
                .isFalse();
    }

    @Test
    void ofAShorterClipItsOwnSecondsCount() {
        assertThat(compare(analysed(0, 0), clip(0, 3)).differs()).isFalse();
        assertThat(compare(analysed(0, 0), clip(0, 3)).compared()).isBetween(2, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "-4000, true", // as asked for
        "-300000, true", // before a camera stood still
        "9900, true", // the recording began late
        "10100, false",
        "2300000000000, false"
    })
    void aClipBeginsAroundItsEvent(long fromEventMillis, boolean isPlausible) {
        Instant event = START.plusSeconds(4);
        Instant captured = event.plus(Duration.ofHours(-7));
        ClipRequests.Moment asked = new ClipRequests.Moment(UUID.randomUUID(), "absent", event, captured);

        ClipPlace place = ClipPlace.of(asked, captured.plusMillis(fromEventMillis), SETTINGS);

        assertThat(place.isPlausible()).isEqualTo(isPlausible);
        assertThat(place.startsAt()).isEqualTo(isPlausible ? event.plusMillis(fromEventMillis) : START);
    }

    @Test
    void aRequestFromBeforeItsClockWasNotedIsBelieved() {
        ClipRequests.Moment asked = new ClipRequests.Moment(UUID.randomUUID(), "absent", START.plusSeconds(4), null);

        ClipPlace place = ClipPlace.of(asked, Instant.EPOCH, SETTINGS);

        assertThat(place).isEqualTo(new ClipPlace(START, Duration.ofSeconds(-4), true));
        assertThat(place.whyWithoutEvent(10_000)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-4000, 10000, ",
        "-4900, 4000, ", // the exam ended with it
        "-5100, 4000, ENDS_EARLY",
        "1000, 10000, ",
        "1100, 10000, BEGINS_LATE",
        "-60000, 10000, ENDS_EARLY"
    })
    void aClipIsToHoldItsEvent(long fromEventMillis, long shownMillis, ClipCheck.@Nullable Reason why) {
        ClipRequests.Moment asked = new ClipRequests.Moment(UUID.randomUUID(), "absent", START, START);

        ClipPlace place = ClipPlace.of(asked, START.plusMillis(fromEventMillis), SETTINGS);

        assertThat(place.whyWithoutEvent(shownMillis)).isEqualTo(Optional.ofNullable(why));
    }
}
