package org.invigil.server.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;

/**
 * One point of the plot: a stored row, the lowest of its stretch where rows were left out.
 *
 * @param at end of the row's frames
 * @param focusScore after its last frame, 0 to 100
 * @param focusScoreMin lowest of its frames
 * @param cheatScore so far, 0 to 100
 * @param presence what most of its frames showed
 */
record ScorePoint(Instant at, double focusScore, double focusScoreMin, double cheatScore, Presence presence) {

    static ScorePoint of(ResultSet row, int number) throws SQLException {
        return new ScorePoint(
                SqlTime.instant(row, "ended_at"),
                row.getDouble("focus_score"),
                row.getDouble("focus_score_min"),
                row.getDouble("cheat_score"),
                WireNamed.get(Presence.class, row.getString("presence")));
    }
}
