package org.invigil.server.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.invigil.server.nodes.NodeCapacity;
import org.invigil.server.room.RoomForecast.Source;
import org.invigil.server.room.RoomForecast.Verdict;
import org.junit.jupiter.api.Test;

/** The arithmetic of rooms. */
class RoomForecastTest {

    /** 375 frames a second, 535 students at 0.7 of them. */
    private static final NodeCapacity NODE = new NodeCapacity(2, 0.75, 4, 1_000, 0.7);

    private static RoomForecast of(int students, NodeCapacity... nodes) {
        return RoomForecast.of(students, Source.GIVEN, List.of(nodes));
    }

    @Test
    void aSmallRoomGetsTheFullRateAndNoMore() {
        RoomForecast small = of(5, NODE);
        assertThat(small.verdict()).isEqualTo(Verdict.FITS);
        assertThat(small.fpsPerStudent()).isEqualTo(30);
        assertThat(small.nodesNeeded()).isEqualTo(1);
    }

    @Test
    void theMoreStudentsTheFewerFramesForEach() {
        assertThat(of(75, NODE)).returns(5.0, RoomForecast::fpsPerStudent).returns(Verdict.FITS, RoomForecast::verdict);
        assertThat(of(76, NODE))
                .returns(4.9, RoomForecast::fpsPerStudent)
                .returns(Verdict.FEW_FRAMES, RoomForecast::verdict)
                .returns(2, RoomForecast::nodesNeeded);
        assertThat(of(76, NODE, NODE)).returns(Verdict.FITS, RoomForecast::verdict);
    }

    @Test
    void aRoomThatIsTooSmallSaysForWhomThereIsPlace() {
        assertThat(of(600, NODE))
                .returns(Verdict.TOO_SMALL, RoomForecast::verdict)
                .returns(535, RoomForecast::roomFor)
                .returns(8, RoomForecast::nodesNeeded);
    }

    @Test
    void placesAreBoundedWhateverTheLoad() {
        NodeCapacity large = new NodeCapacity(64, 0.75, 4, 100, 0.7);
        assertThat(of(101, large))
                .returns(100, RoomForecast::roomFor)
                .returns(Verdict.TOO_SMALL, RoomForecast::verdict);
    }

    @Test
    void theCostIsTheMeanOfAllThreads() {
        assertThat(of(10, new NodeCapacity(3, 0.75, 4, 100, 0.7), new NodeCapacity(1, 0.75, 8, 100, 0.7))
                        .frameCostMs())
                .isEqualTo(5);
    }

    @Test
    void withoutAnyNodeNothingIsSaid() {
        assertThat(of(10).verdict()).isEqualTo(Verdict.UNKNOWN);
    }
}
