package org.invigil.rules.batch;

import java.util.List;
import org.invigil.rules.score.CheatScore;
import org.invigil.rules.sight.Calibration;
import org.invigil.rules.signal.TimedSignal;
import org.jspecify.annotations.Nullable;

/**
 * The raw signals of one row of scores, so that a stored session can be scored again, and gone on with after a restart.
 *
 * @param frames oldest first
 * @param cheatScore totals after the last frame, null in rows of another analyser
 * @param baseline what calibration had learned by then
 */
public record SignalBatch(
        List<TimedSignal> frames, @Nullable CheatScore cheatScore, Calibration.@Nullable Baseline baseline) {

    /** As many frames as a row may have. */
    public static final int MOST_FRAMES = 1_000;
}
